-- Every tenant table: primary key (subscriber_id, id) or a natural key that begins with subscriber_id,
-- foreign keys that carry subscriber_id, forced row level security. What must be unique across
-- tenants stands in a look-up table under its own key (no foreign keys there: on Citus it lives on
-- another node than the tenant's rows).

create table subscriber (
  subscriber_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  status text not null check (status in ('ACTIVE', 'SUSPENDED')),
  zone text not null,
  language text not null,
  transfer_number text check (transfer_number ~ '^\+[1-9][0-9]{6,14}$'),
  slug text not null,
  created_at timestamptz not null default now()
);

-- look-up: a slug leads to its subscriber
create table subscriber_slug (
  slug text primary key check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  subscriber_id uuid not null
);

create table subscriber_channel (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  kind text not null check (kind in ('VOICE', 'CHAT', 'SMS', 'EMAIL')),
  enabled boolean not null,
  transport_provider text not null check (transport_provider in ('TWILIO', 'RETELL', 'OTHER')),
  ai_provider text not null check (ai_provider in ('RETELL', 'BUILTIN', 'OTHER')),
  provider_number_e164 text check (provider_number_e164 ~ '^\+[1-9][0-9]{6,14}$'),
  provider_agent_id text,
  provider_inbox_id text,
  primary key (subscriber_id, id),
  unique (subscriber_id, kind)
);

create table agent (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  role text not null check (role in ('RECEPTIONIST', 'AFTER_HOURS', 'GATEKEEPER', 'FORWARDER')),
  name text not null check (length(name) between 1 and 200),
  greeting text not null check (length(greeting) between 1 and 1000),
  language text not null,
  provider_agent_id text,
  primary key (subscriber_id, id),
  unique (subscriber_id, role)
);

-- look-up: a provider's agent leads to the subscriber whose agent it is
create table provider_agent (
  provider_agent_id text primary key,
  subscriber_id uuid not null,
  agent_id uuid not null
);

-- look-up: a number leads to the subscriber that has it; of a shared number that is the front, whose
-- GATEKEEPER answers
create table phone_number (
  e164 text primary key check (e164 ~ '^\+[1-9][0-9]{6,14}$'),
  subscriber_id uuid not null,
  shared boolean not null
);
create index phone_number_subscriber on phone_number (subscriber_id);

-- closes_at at or before opens_at: past midnight, and the interval belongs to the day it begins on
create table opening_hours (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  weekday smallint not null check (weekday between 1 and 7), -- ISO: 1 is Monday
  opens_at time not null,
  closes_at time not null,
  primary key (subscriber_id, id),
  unique (subscriber_id, weekday, opens_at, closes_at)
);

-- a dated exception; without holiday_hours the business is closed all day
create table holiday (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  day date not null,
  name text not null check (length(name) between 1 and 200),
  primary key (subscriber_id, id),
  unique (subscriber_id, day)
);

create table holiday_hours (
  subscriber_id uuid not null,
  id uuid not null,
  holiday_id uuid not null,
  opens_at time not null,
  closes_at time not null,
  primary key (subscriber_id, id),
  foreign key (subscriber_id, holiday_id) references holiday on delete cascade
);
create index holiday_hours_holiday on holiday_hours (subscriber_id, holiday_id);

create table blocked_caller (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  number_e164 text not null check (number_e164 ~ '^\+[1-9][0-9]{6,14}$'),
  reason text not null check (length(reason) between 1 and 500),
  primary key (subscriber_id, id),
  unique (subscriber_id, number_e164)
);

create table fact (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  topic text not null check (length(topic) between 1 and 200),
  text text not null check (length(text) between 1 and 4000),
  primary key (subscriber_id, id),
  unique (subscriber_id, topic)
);

-- stages: for each detail, in the order of the domain's Detail, at which stage it was told (0 nobody,
-- 1 started, 2 updated, 3 ended, 4 analysed, 5 re-read); it decides what a later event may replace
create table interaction (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  channel text not null check (channel in ('VOICE', 'CHAT', 'SMS', 'EMAIL')),
  provider text not null,
  provider_interaction_id text not null,
  first_seen_at timestamptz not null,
  happened_at timestamptz not null,
  status text check (status in ('ONGOING', 'NOT_CONNECTED', 'ERROR', 'ENDED')),
  direction text check (direction in ('INBOUND', 'OUTBOUND')),
  from_number text check (from_number ~ '^\+[1-9][0-9]{6,14}$'),
  to_number text check (to_number ~ '^\+[1-9][0-9]{6,14}$'),
  provider_agent_id text,
  transport_id text,
  started_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  duration_ms bigint check (duration_ms >= 0),
  disconnection_reason text,
  transferred_to text,
  transfer_ended_at timestamptz,
  summary text,
  sentiment text check (sentiment in ('NEGATIVE', 'NEUTRAL', 'POSITIVE')),
  successful boolean,
  recording_reference text,
  provider_cost numeric,
  provider_cost_currency text check (provider_cost_currency ~ '^[A-Z]{3}$'),
  stages smallint[] not null,
  transcript_stage smallint check (transcript_stage between 1 and 5),
  transcript_length integer,
  transcript_digest text,
  primary key (subscriber_id, id),
  check ((provider_cost is null) = (provider_cost_currency is null)),
  check ((transcript_stage is null) = (transcript_digest is null))
);
create index interaction_newest_first on interaction (subscriber_id, happened_at desc, id desc);
create index interaction_of_caller on interaction (subscriber_id, from_number, happened_at desc, id desc);

-- look-up: a provider's id of an interaction leads to it
create table interaction_reference (
  provider text not null,
  provider_interaction_id text not null,
  subscriber_id uuid not null,
  interaction_id uuid not null,
  primary key (provider, provider_interaction_id)
);

create table interaction_message (
  subscriber_id uuid not null,
  interaction_id uuid not null,
  seq integer not null check (seq > 0),
  speaker text not null check (speaker in ('CALLER', 'VISITOR', 'AGENT', 'STAFF', 'TOOL')),
  text text not null,
  at timestamptz,
  tool_name text,
  tool_result text,
  primary key (subscriber_id, interaction_id, seq),
  foreign key (subscriber_id, interaction_id) references interaction on delete cascade
);

-- the evidence: a webhook as received. Its subscriber is unknown while it waits.
create table provider_event (
  provider text not null,
  provider_id text not null,
  event text not null,
  body_sha256 bytea not null check (length(body_sha256) = 32),
  received_at timestamptz not null,
  body text not null,
  outcome text not null check (outcome in ('APPLIED', 'IGNORED', 'WAITING')),
  reason text not null,
  tried_at timestamptz not null,
  subscriber_id uuid,
  primary key (provider, provider_id, event, body_sha256)
);
-- PostgreSQL's own compression costs more than all else of recording an event; lz4 costs little, and
-- a server without it keeps the bodies as they are
do $$
begin
  alter table provider_event alter column body set compression lz4;
exception when feature_not_supported then
  alter table provider_event alter column body set storage external;
end
$$;
create index provider_event_waiting on provider_event (tried_at) where outcome = 'WAITING';
create index provider_event_received on provider_event using brin (received_at);

-- look-up: the hash of a key leads to whom it opens; an operator's key belongs to no subscriber
create table api_key (
  key_sha256 text primary key check (key_sha256 ~ '^[0-9a-f]{64}$'),
  id uuid not null,
  subscriber_id uuid,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index api_key_subscriber on api_key (subscriber_id);

create table audit_entry (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  primary key (subscriber_id, id)
);

-- Row level security, forced: a transaction says for whom it works with
--   set local rocket.subscriber = '…'   or, across subscribers,   set local rocket.scope = 'operator'
-- and sees nothing without. Flyway's sessions say the latter.
do $$
declare
  tenant_table text;
begin
  for tenant_table in
    select c.table_name
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = current_schema()
       and c.column_name = 'subscriber_id'
       and t.table_type = 'BASE TABLE'
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
