-- What is never changed carries a seal, made when it is written, so that a change by somebody who
-- switched off what guards it shows. Columns that are null do not count: one that is added later
-- breaks no seal.
create function seal_of(fields jsonb) returns bytea language sql immutable as $$
  select sha256(convert_to(jsonb_strip_nulls(fields - 'seal')::text, 'UTF8'))
$$;

create function seals() returns trigger language plpgsql
  set timezone = 'UTC' -- in which moments are written
as $$
begin
  new.seal := seal_of(to_jsonb(new));
  return new;
end
$$;

set local rocket.scope = 'operator';
set local timezone = 'UTC';
do $$
declare
  kept text;
begin
  foreach kept in array array['plan_version', 'plan_rate', 'tax', 'issuer', 'exchange_rate',
                              'subscription', 'subscription_rate', 'statement', 'statement_line',
                              'usage_cap_reached']
  loop
    execute format('alter table %I add column seal bytea', kept);
    execute format('alter table %I disable trigger append_only', kept);
    execute format('update %1$I set seal = seal_of(to_jsonb(%1$I))', kept);
    execute format('alter table %I enable trigger append_only', kept);
    execute format('alter table %I alter column seal set not null', kept);
    execute format(
      'create trigger sealed before insert on %I for each row execute function seals()', kept);
  end loop;
end
$$;
