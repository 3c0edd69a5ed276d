-- The order in which lines of use were written: of one subscriber it only grows, for whoever appends
-- shares the lock that finalising a statement takes alone. A statement counts lines by it, so that
-- each stands on one statement and finalising need not touch them.
alter table usage_entry add column seq bigint generated always as identity;
drop index usage_entry_of_day;
-- partial, though no row is left out, so that no look-up by key takes it
create index usage_entry_of_day on usage_entry (subscriber_id, local_day, seq)
  where local_day is not null;

-- Prices: a version is never changed, only followed by another.
create table plan_version (
  plan text not null check (plan ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  from_day date not null,
  name text not null check (length(name) between 1 and 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  base_fee numeric not null check (base_fee >= 0),
  created_at timestamptz not null default now(),
  primary key (plan, from_day)
);

create table plan_rate (
  plan text not null,
  from_day date not null,
  meter text not null check (meter in (
    'VOICE_SECONDS', 'TRANSFER_SECONDS', 'CALLS', 'CHAT_CONVERSATIONS', 'CHAT_MESSAGES',
    'TEXT_SEGMENTS_IN', 'TEXT_SEGMENTS_OUT', 'TAKEN_MESSAGES', 'NUMBER_MONTHS')),
  per numeric not null check (per > 0), -- how many of the meter's units the price is for
  whole boolean not null, -- a started unit costs as much as a whole one
  minimum_seconds integer check (minimum_seconds > 0), -- of meters of time alone
  increment_seconds integer check (increment_seconds > 0),
  included numeric not null check (included >= 0), -- of a month, in the meter's unit
  up_to numeric[] not null, -- where the tiers end, in priced units; the last has no end
  prices numeric[] not null check (0 <= all (prices)),
  check (cardinality(prices) = cardinality(up_to) + 1),
  check (num_nulls(minimum_seconds, increment_seconds)
         = case when meter in ('VOICE_SECONDS', 'TRANSFER_SECONDS') then 0 else 2 end),
  primary key (plan, from_day, meter),
  foreign key (plan, from_day) references plan_version
);

create table tax (
  code text not null check (code ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  from_day date not null,
  name text not null check (length(name) between 1 and 100),
  percent numeric not null check (percent between 0 and 100),
  created_at timestamptz not null default now(),
  primary key (code, from_day)
);

-- what a US dollar, in which providers charge, was worth on a day
create table exchange_rate (
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  day date not null,
  per_dollar numeric not null check (per_dollar > 0),
  created_at timestamptz not null default now(),
  primary key (currency, day)
);

-- What a subscriber pays by, each until the next one.
create table subscription (
  subscriber_id uuid not null references subscriber,
  from_day date not null,
  plan text, -- null from the day on which it pays by none
  base_fee numeric check (base_fee >= 0), -- instead of the plan's
  discount_percent numeric not null check (discount_percent between 0 and 100),
  taxes text[] not null,
  created_at timestamptz not null default now(),
  primary key (subscriber_id, from_day)
);

-- as plan_rate
create table subscription_rate (
  subscriber_id uuid not null,
  from_day date not null,
  meter text not null check (meter in (
    'VOICE_SECONDS', 'TRANSFER_SECONDS', 'CALLS', 'CHAT_CONVERSATIONS', 'CHAT_MESSAGES',
    'TEXT_SEGMENTS_IN', 'TEXT_SEGMENTS_OUT', 'TAKEN_MESSAGES', 'NUMBER_MONTHS')),
  per numeric not null check (per > 0),
  whole boolean not null,
  minimum_seconds integer check (minimum_seconds > 0),
  increment_seconds integer check (increment_seconds > 0),
  included numeric not null check (included >= 0),
  up_to numeric[] not null,
  prices numeric[] not null check (0 <= all (prices)),
  check (cardinality(prices) = cardinality(up_to) + 1),
  check (num_nulls(minimum_seconds, increment_seconds)
         = case when meter in ('VOICE_SECONDS', 'TRANSFER_SECONDS') then 0 else 2 end),
  primary key (subscriber_id, from_day, meter),
  foreign key (subscriber_id, from_day) references subscription
);

-- What is final, as it was.
create table statement (
  subscriber_id uuid not null references subscriber,
  id uuid not null,
  kind text not null check (kind in ('STATEMENT', 'CREDIT_NOTE')),
  number text not null,
  month date not null check (extract(day from month) = 1),
  from_day date not null,
  to_day date not null check (from_day < to_day),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  name text not null,
  zone text not null,
  finalised_at timestamptz not null,
  through bigint not null, -- usage_entry.seq up to which it counts
  credits uuid, -- of a credit note, the statement of which it gives back
  primary key (subscriber_id, id),
  unique (subscriber_id, number),
  foreign key (subscriber_id, credits) references statement (subscriber_id, id),
  check ((kind = 'CREDIT_NOTE') = (credits is not null))
);
create unique index statement_of_month on statement (subscriber_id, month)
  where kind = 'STATEMENT';

create table statement_line (
  subscriber_id uuid not null,
  statement_id uuid not null,
  seq integer not null check (seq > 0),
  kind text not null check (kind in (
    'BASE_FEE', 'USAGE', 'LATE_USAGE', 'DISCOUNT', 'CREDIT', 'TAX')),
  from_day date not null,
  to_day date not null check (from_day < to_day),
  words text not null,
  meter text,
  quantity numeric,
  count bigint,
  counted numeric,
  included numeric,
  prices text,
  amount numeric not null,
  primary key (subscriber_id, statement_id, seq),
  foreign key (subscriber_id, statement_id) references statement (subscriber_id, id),
  check (num_nulls(meter, quantity, count, counted, included, prices)
         = case when kind in ('USAGE', 'LATE_USAGE') then 0 else 6 end)
);

create function is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or taken away', tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

do $$
declare
  kept text;
begin
  foreach kept in array array['plan_version', 'plan_rate', 'tax', 'exchange_rate', 'subscription',
                              'subscription_rate', 'statement', 'statement_line']
  loop
    execute format(
      'create trigger append_only before update or delete or truncate on %I
         for each statement execute function is_append_only()', kept);
  end loop;
  foreach kept in array array['subscription', 'subscription_rate', 'statement', 'statement_line']
  loop
    execute format('alter table %I enable row level security', kept);
    execute format('alter table %I force row level security', kept);
    execute format(
      $policy$
      create policy tenant on %I
        using (subscriber_id = nullif(current_setting('rocket.subscriber', true), '')::uuid
               or current_setting('rocket.scope', true) = 'operator')
      $policy$, kept);
  end loop;
end
$$;
