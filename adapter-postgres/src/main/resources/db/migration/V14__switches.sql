-- Whether our receptionist answers a business's calls: on, where there is no row.
create table reception_switch (
  subscriber_id uuid primary key references subscriber,
  mode text not null check (mode in ('OFF', 'SCHEDULE')),
  until timestamptz, -- when it answers again by itself
  check (until is null or mode = 'OFF')
);

-- when it answers by its schedule, where the business is
create table reception_switch_hours (
  subscriber_id uuid not null references reception_switch on delete cascade,
  weekday smallint not null check (weekday between 1 and 7), -- ISO: 1 is Monday
  opens_at time not null,
  closes_at time not null,
  primary key (subscriber_id, weekday, opens_at, closes_at)
);

select guard_tenants('reception_switch', 'reception_switch_hours');
