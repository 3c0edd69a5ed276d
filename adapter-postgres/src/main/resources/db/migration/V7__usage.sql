-- what the provider charges by product: names and amounts in the same order
alter table interaction
  add column product_names text[] not null default '{}',
  add column product_costs numeric[] not null default '{}',
  add column product_costs_currency text check (product_costs_currency ~ '^[A-Z]{3}$'),
  add check (cardinality(product_names) = cardinality(product_costs));

-- The ledger of use. A line is written in the transaction that learns of it and never changes; what
-- turns out otherwise is a further line, of the difference. The key makes counting twice impossible:
-- source_id is the call, chat or taken message, and of each meter (and product, of what a provider
-- charges) the lines are numbered by revision. There is no foreign key to the subscriber, for each line
-- would lock its row, nor to the interaction, which may move to another subscriber while its lines stay.
create table usage_entry (
  subscriber_id uuid not null,
  source_id uuid not null,
  meter text not null check (meter in (
    'VOICE_SECONDS', 'TRANSFER_SECONDS', 'CALLS', 'CHAT_CONVERSATIONS', 'CHAT_MESSAGES',
    'TEXT_SEGMENTS_IN', 'TEXT_SEGMENTS_OUT', 'TAKEN_MESSAGES', 'NUMBER_MONTHS', 'PROVIDER_COST')),
  product text not null, -- of what a provider charges; else empty
  revision integer not null check (revision >= 0),
  id uuid not null,
  source text not null check (source in ('INTERACTION', 'TAKEN_MESSAGE', 'NUMBER')),
  interaction_id uuid,
  channel text not null check (channel in ('VOICE', 'CHAT', 'SMS', 'EMAIL')),
  currency text not null check (currency ~ '^([A-Z]{3})?$'), -- of what a provider charges; else empty
  quantity numeric not null, -- in the meter's unit; of money, in hundredths of the currency
  event_provider text, -- the event that was the occasion; null where we knew it ourselves
  event_provider_id text,
  event text,
  event_sha256 bytea check (length(event_sha256) = 32),
  occurred_at timestamptz not null,
  local_day date not null, -- in the zone, both as they were when the first line was written
  zone text not null,
  corrects uuid,
  primary key (subscriber_id, source_id, meter, product, revision),
  unique (id, subscriber_id), -- in this order, so that no look-up of a subscriber's lines takes it
  foreign key (subscriber_id, corrects) references usage_entry (subscriber_id, id),
  check ((revision = 0) = (corrects is null)),
  check ((meter = 'PROVIDER_COST') = (product <> '')),
  check ((meter = 'PROVIDER_COST') = (currency <> '')),
  check (num_nulls(event_provider, event_provider_id, event, event_sha256) in (0, 4))
);
-- partial, though no row is left out, so that no look-up by key takes it
create index usage_entry_of_day on usage_entry (subscriber_id, local_day, id)
  where local_day is not null;

-- Lines are only ever added, also by the role that owns the table. The right to update stays, without
-- which no foreign key could lead here; the trigger refuses every update.
create function usage_entry_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'lines of the usage ledger are never changed or taken away'
    using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on usage_entry
  for each statement execute function usage_entry_is_append_only();
revoke delete, truncate on usage_entry from public, current_user;

-- what the lines of a day add up to, as of when the day was last rolled up
create table usage_rollup (
  subscriber_id uuid not null,
  local_day date not null,
  channel text not null,
  meter text not null,
  product text not null,
  currency text not null,
  quantity numeric not null,
  primary key (subscriber_id, local_day, channel, meter, product, currency)
);

-- days with lines that are not rolled up yet: written with the lines, taken away exactly as they were
-- read by whoever rolls the day up, so that none is lost
create table usage_dirty (
  subscriber_id uuid not null,
  local_day date not null,
  entry_id uuid not null, -- the first line of that day in its transaction
  primary key (subscriber_id, local_day, entry_id)
);

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['usage_entry', 'usage_rollup', 'usage_dirty']
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
