-- What an agent is told, how it sounds, and which version of it answers at its AI provider.

alter table agent
  add column instructions text not null default '' check (length(instructions) <= 8000),
  add column voice text check (length(voice) between 1 and 200),
  add column provider_agent_version integer;

alter table subscriber_channel add column provider_agent_version integer;

-- What exists at the AI provider for an agent, kept from the moment it is created there, so that
-- nothing is created twice; and who is publishing it now.
create table agent_publication (
  subscriber_id uuid not null references subscriber,
  agent_id uuid not null,
  channel_kind text not null check (channel_kind in ('VOICE', 'CHAT')),
  generation integer not null check (generation >= 1), -- rises when it is made anew
  provider_engine_id text,
  provider_agent_id text,
  claim uuid,
  claimed_until timestamptz,
  primary key (subscriber_id, agent_id, channel_kind),
  foreign key (subscriber_id, agent_id) references agent on delete cascade,
  check ((claim is null) = (claimed_until is null))
);

create table agent_version (
  subscriber_id uuid not null references subscriber,
  agent_id uuid not null,
  channel_kind text not null check (channel_kind in ('VOICE', 'CHAT')),
  number integer not null check (number >= 1),
  provider_agent_id text not null,
  provider_version integer not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (subscriber_id, agent_id, channel_kind, number),
  unique (subscriber_id, agent_id, channel_kind, provider_agent_id, provider_version),
  foreign key (subscriber_id, agent_id) references agent on delete cascade
);

create table agent_version_field (
  subscriber_id uuid not null references subscriber,
  agent_id uuid not null,
  channel_kind text not null,
  number integer not null,
  field text not null,
  value text not null,
  primary key (subscriber_id, agent_id, channel_kind, number, field),
  foreign key (subscriber_id, agent_id, channel_kind, number) references agent_version
    on delete cascade
);

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['agent_publication', 'agent_version', 'agent_version_field']
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      $policy$
      create policy tenant on %I
        using (subscriber_id = nullif(current_setting('rocket.subscriber', true), '')::uuid
               or current_setting('rocket.scope', true) = 'operator')
      $policy$, tenant_table);
  end loop;
end
$$;
