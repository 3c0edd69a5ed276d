-- Calls to our numbers as their carrier has them in its own records.
create table carrier_call (
  subscriber_id uuid not null references subscriber, -- whose the call is; else whose the number is
  id text not null, -- the carrier's
  provider text not null,
  from_number text,
  to_number text not null,
  started_at timestamptz not null,
  duration_seconds bigint check (duration_seconds >= 0),
  cost numeric, -- null until the carrier has worked it out
  cost_currency text check (cost_currency ~ '^[A-Z]{3}$'),
  interaction_id uuid, -- the call of ours that it is, where one fits
  primary key (subscriber_id, id),
  check ((cost is null) = (cost_currency is null))
);
create unique index carrier_call_id on carrier_call (id);

-- What a provider's own records say otherwise than ours.
create table provider_difference (
  subscriber_id uuid not null, -- nobody's: the zero uuid
  id uuid not null,
  provider text not null,
  provider_interaction_id text not null,
  kind text not null check (kind in ('UNHEARD', 'UNFINISHED', 'DURATION', 'COST', 'UNMATCHED')),
  ours text,
  theirs text,
  explanation text, -- null: somebody should look at it
  seen_at timestamptz not null,
  primary key (subscriber_id, id)
);
create unique index provider_difference_id on provider_difference (id);
create index provider_difference_seen on provider_difference (seen_at desc, id desc);

select guard_tenants('carrier_call', 'provider_difference');
