-- V16 has let stand what was there before the limits, but its checks of the tag of a language are made
-- of every later change of the row, and of every row that a backup brings back. Only a new tag is
-- refused. What was allowed until now stays as it is, is read, and is told.
set local rocket.scope = 'operator';

alter table subscriber drop constraint language_length;
alter table agent drop constraint language_length;

create function language_is_too_long() returns trigger language plpgsql as $$
begin
  raise exception 'The tag of the language has % characters', length(new.language)
    using errcode = 'check_violation', hint = 'Write a tag of at most 35, such as en-CA or fr-CA.';
end
$$;

create trigger short_language before insert on subscriber
  for each row when (length(new.language) > 35) execute function language_is_too_long();
create trigger short_language_again before update of language on subscriber
  for each row when (length(new.language) > 35 and new.language is distinct from old.language)
  execute function language_is_too_long();
create trigger short_language before insert on agent
  for each row when (length(new.language) > 35) execute function language_is_too_long();
create trigger short_language_again before update of language on agent
  for each row when (length(new.language) > 35 and new.language is distinct from old.language)
  execute function language_is_too_long();

do $$
declare there record;
begin
  for there in
    select slug, language from subscriber where length(language) > 35
    union
    select subscriber.slug, agent.language
      from agent join subscriber using (subscriber_id)
     where length(agent.language) > 35
     order by slug
  loop
    raise warning 'The tag % of % is read without what stands behind its language, script and region',
      there.language, there.slug;
  end loop;
  for there in
    select plan || ' from ' || from_day as place, meter, cardinality(prices) as tiers
      from plan_rate where cardinality(prices) > 20
    union all
    select subscriber.slug || ' from ' || rate.from_day, rate.meter, cardinality(rate.prices)
      from subscription_rate rate join subscriber using (subscriber_id)
     where cardinality(rate.prices) > 20
     order by place
  loop
    raise warning 'The price of % of % has % tiers: it holds, and another may have 20',
      there.meter, there.place, there.tiers;
  end loop;
  for there in
    select subscriber.slug, paid.from_day, cardinality(paid.taxes) as taxes
      from subscription paid join subscriber using (subscriber_id)
     where cardinality(paid.taxes) > 10
     order by subscriber.slug, paid.from_day
  loop
    raise warning 'The subscription of % from % has % taxes: it holds, and another may have 10',
      there.slug, there.from_day, there.taxes;
  end loop;
end
$$;
