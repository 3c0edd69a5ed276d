-- How much a subscriber means to use in a month.
create table usage_cap (
  subscriber_id uuid not null references subscriber,
  meter text not null check (meter in (
    'VOICE_SECONDS', 'TRANSFER_SECONDS', 'CALLS', 'CHAT_CONVERSATIONS', 'CHAT_MESSAGES',
    'TEXT_SEGMENTS_IN', 'TEXT_SEGMENTS_OUT', 'TAKEN_MESSAGES', 'NUMBER_MONTHS')),
  quantity numeric not null check (quantity > 0),
  hard boolean not null, -- beyond it, calls go on to the business's own phone
  full_month date, -- the month, where the business is, in which it was come to
  primary key (subscriber_id, meter)
);

-- That a month's use came to 80 or 100 % of a cap.
create table usage_cap_reached (
  subscriber_id uuid not null references subscriber,
  month date not null,
  meter text not null,
  percent integer not null check (percent in (80, 100)),
  quantity numeric not null,
  used numeric not null,
  reached_at timestamptz not null,
  primary key (subscriber_id, month, meter, percent)
);
create trigger append_only before update or delete or truncate on usage_cap_reached
  for each statement execute function is_append_only();

do $$
declare
  kept text;
begin
  foreach kept in array array['usage_cap', 'usage_cap_reached']
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
