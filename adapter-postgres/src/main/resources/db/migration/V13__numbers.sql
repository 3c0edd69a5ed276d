-- Lets everybody see the rows of the subscriber that he works for alone, and the operator all.
create function guard_tenants(variadic tables text[]) returns void language plpgsql as $$
declare
  tenant_table text;
begin
  foreach tenant_table in array tables
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

-- How far a subscriber's number is connected from its carrier to the voice AI.
create table number_connection (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  e164 text not null check (e164 ~ '^\+[1-9][0-9]{6,14}$'),
  way text not null check (way in ('TWILIO', 'RETELL', 'IMPORTED')),
  own_trunk boolean not null,
  state text not null check (state in ('CONNECTING', 'CONNECTED', 'RELEASING', 'RELEASED')),
  primary key (subscriber_id, id)
);
create unique index number_connection_e164 on number_connection (e164) where state <> 'RELEASED';

create table number_connection_step (
  subscriber_id uuid not null,
  connection_id uuid not null,
  step text not null check (step in (
    'RESERVE', 'BUY', 'TRUNK', 'ORIGINATION', 'CREDENTIAL', 'ATTACH', 'IMPORT', 'BIND')),
  progress text not null check (progress in ('BEGUN', 'DONE', 'UNDONE', 'LEFT')),
  provider_id text,
  made boolean not null, -- here; else it was there before
  problem text,
  at timestamptz not null,
  primary key (subscriber_id, connection_id, step),
  foreign key (subscriber_id, connection_id) references number_connection (subscriber_id, id)
);

-- each link of a number's chain, as it was found the last time
create table number_link (
  subscriber_id uuid not null,
  connection_id uuid not null,
  seq integer not null check (seq > 0),
  kind text not null,
  state text not null check (state in ('HOLDS', 'BROKEN', 'UNKNOWN')),
  found text not null,
  cure text not null,
  checked_at timestamptz not null,
  primary key (subscriber_id, connection_id, seq),
  foreign key (subscriber_id, connection_id) references number_connection (subscriber_id, id)
);

-- numbers share trunks: one at a time connects or releases
create table number_claim (
  one boolean primary key default true check (one),
  holder uuid not null,
  until timestamptz not null
);

select guard_tenants('number_connection', 'number_connection_step', 'number_link');
