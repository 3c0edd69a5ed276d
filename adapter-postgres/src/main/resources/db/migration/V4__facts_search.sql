-- The search of facts. @@ is not leakproof, so under row level security no GIN index is used for it;
-- equality is. Therefore each stem of a fact is a row, found by its key.

-- Marks and compatibility forms go ("É", "e" with a combining accent, "ﬁ"), ligatures are spelled out,
-- and whatever is neither letter nor digit separates words, typographical apostrophes and emoji among
-- it: by code points, so that the database's locale does not matter.
create function folded_words(words text) returns text
language sql immutable strict parallel safe
as $$
  select lower(regexp_replace(
           translate(
             replace(replace(replace(replace(replace(
               regexp_replace(normalize(words, nfkd), '[\u0300-\u036f]+', '', 'g'),
               'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
             'ØøŁłĐđÐð', 'OoLlDdDd'),
           '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001fbff]+',
           ' ', 'g'))
$$;

create function word_stems(language text, words text) returns setof text
language sql immutable strict parallel safe rows 10
as $$
  select lexeme
    from unnest(to_tsvector(
           case language when 'fr' then 'pg_catalog.french'::regconfig
                         else 'pg_catalog.english'::regconfig end,
           folded_words(words)))
$$;

-- weight: in tenths; 10 for a stem of the topic, 6 for one of the text alone
create table fact_lexeme (
  subscriber_id uuid not null references subscriber,
  language text not null check (language in ('en', 'fr')),
  lexeme text not null,
  fact_id uuid not null,
  weight smallint not null check (weight between 1 and 10),
  primary key (subscriber_id, language, lexeme, fact_id),
  foreign key (subscriber_id, fact_id) references fact on delete cascade
);
create index fact_lexeme_fact on fact_lexeme (subscriber_id, fact_id);

alter table fact_lexeme enable row level security;
alter table fact_lexeme force row level security;
create policy tenant on fact_lexeme
  using (subscriber_id = nullif(current_setting('rocket.subscriber', true), '')::uuid
         or current_setting('rocket.scope', true) = 'operator');

-- Every fact is indexed in both languages, for a bilingual business keeps both in one list.
create function index_fact(subscriber uuid, fact uuid, topic text, words text) returns void
language sql
as $$
  insert into fact_lexeme (subscriber_id, language, lexeme, fact_id, weight)
  select subscriber, language, lexeme, fact, max(weight)
    from unnest('{en,fr}'::text[]) as language
   cross join lateral (
           select word_stems(language, topic) as lexeme, 10 as weight
            union all
           select word_stems(language, words), 6) as stem
   group by language, lexeme
$$;

-- Runs as who writes the fact, in that transaction's scope. A deleted fact's rows go by cascade.
create function fact_changed() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'UPDATE' then
    delete from fact_lexeme
     where subscriber_id = old.subscriber_id and fact_id = old.id;
  end if;
  perform index_fact(new.subscriber_id, new.id, new.topic, new.text);
  return null;
end
$$;
create trigger fact_is_indexed after insert or update of topic, text on fact
  for each row execute function fact_changed();

do $$
begin
  perform index_fact(subscriber_id, id, topic, text) from fact;
end
$$;
