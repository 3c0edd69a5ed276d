-- What the domain allows of a kind, held by the database too, whoever writes. Nothing is looked at
-- that is there already: rows beyond a limit stay, are read up to it, and are reported when the
-- businesses are read.

-- Arguments: how many rows, then the columns that say whose they are. A statement that adds one too
-- many is refused whole; taking away and changing are not.
create function keep_few() returns trigger language plpgsql as $$
declare
  most bigint := tg_argv[0];
  whose text := array_to_string(tg_argv[1:], ', ');
  found bigint;
begin
  execute format(
    'select count(*) from %1$I where (%2$s) in (select %2$s from added)
      group by %2$s having count(*) > %3$s limit 1', tg_table_name, whose, most) into found;
  if found is not null then
    raise exception '% would have % rows of one %', tg_table_name, found, tg_argv[tg_nargs - 1]
      using errcode = 'check_violation',
            hint = format('Keep at most %s: take away some that are no longer needed.', most);
  end if;
  return null;
end
$$;

create trigger few after insert on opening_hours
  referencing new table as added for each statement execute function keep_few(168, 'subscriber_id');
create trigger few after insert on reception_switch_hours
  referencing new table as added for each statement execute function keep_few(168, 'subscriber_id');
create trigger few after insert on holiday
  referencing new table as added for each statement execute function keep_few(500, 'subscriber_id');
create trigger few after insert on holiday_hours
  referencing new table as added for each statement
  execute function keep_few(24, 'subscriber_id', 'holiday_id');
create trigger few after insert on blocked_caller
  referencing new table as added for each statement execute function keep_few(2000, 'subscriber_id');
create trigger few after insert on fact
  referencing new table as added for each statement execute function keep_few(2000, 'subscriber_id');
create trigger few after insert on phone_number
  referencing new table as added for each statement execute function keep_few(500, 'subscriber_id');
create trigger few after insert on chat_origin
  referencing new table as added for each statement
  execute function keep_few(50, 'subscriber_id', 'channel_id');
create trigger few after insert on chat_question
  referencing new table as added for each statement
  execute function keep_few(20, 'subscriber_id', 'channel_id');

alter table subscriber
  add constraint zone_length check (length(zone) <= 64) not valid,
  add constraint language_length check (length(language) <= 35) not valid;
alter table agent
  add constraint language_length check (length(language) <= 35) not valid,
  add constraint voice_length check (length(voice) <= 200) not valid,
  add constraint provider_agent_id_length check (length(provider_agent_id) <= 200) not valid;
alter table subscriber_channel
  add constraint provider_agent_id_length check (length(provider_agent_id) <= 200) not valid,
  add constraint provider_inbox_id_length check (length(provider_inbox_id) <= 200) not valid;
