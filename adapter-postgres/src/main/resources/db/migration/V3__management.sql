-- Keys say what may be done with them, and when they were last used (to about a minute).
alter table api_key
  add column scope text not null default 'MANAGE' check (scope in ('READ', 'MANAGE')),
  add column last_used_at timestamptz;
alter table api_key alter column scope drop default;
create unique index api_key_id on api_key (id);

-- Requests that create something, by the name that their asker gave them, for a day. The answer is
-- empty until there is one.
create table idempotency_key (
  who uuid not null,
  name text not null check (length(name) between 1 and 200),
  subscriber_id uuid, -- whose key it is; an operator's is nobody's
  request_sha256 text not null check (request_sha256 ~ '^[0-9a-f]{64}$'),
  id uuid not null,
  created_at timestamptz not null,
  status integer,
  answer text,
  primary key (who, name),
  check ((status is null) = (answer is null))
);
create index idempotency_key_created on idempotency_key (created_at);
alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy tenant on idempotency_key
  using (subscriber_id = nullif(current_setting('rocket.subscriber', true), '')::uuid
         or current_setting('rocket.scope', true) = 'operator');

-- What became of events, newest first: a subscriber's, and those that changed nothing, which are few.
create index provider_event_of_subscriber on provider_event (subscriber_id, received_at desc)
  where subscriber_id is not null;
create index provider_event_not_applied on provider_event (received_at desc)
  where outcome <> 'APPLIED';

-- Every entry is chained to the one before by its hash, over the octet length and the text of each of
-- its parts; the subscriber keeps the end of its chain, so that a last entry taken away shows too.
alter table subscriber
  add column audit_seq bigint not null default 0,
  add column audit_hash text not null default '';
alter table audit_entry
  add column seq bigint,
  add column key_id uuid,
  add column request_id text,
  add column before text not null default '',
  add column after text not null default '',
  add column previous_hash text,
  add column hash text;

create function pg_temp.part(value text) returns text language sql as
  $part$ select octet_length(convert_to(value, 'UTF8')) || ':' || value || ',' $part$;

do $$
declare
  entry record;
  last_subscriber uuid;
  last_seq bigint;
  last_hash text;
begin
  for entry in select * from audit_entry order by subscriber_id, at, id loop
    if last_subscriber is distinct from entry.subscriber_id then
      last_subscriber := entry.subscriber_id;
      last_seq := 0;
      last_hash := '';
    end if;
    last_seq := last_seq + 1;
    update audit_entry
       set seq = last_seq,
           previous_hash = last_hash,
           hash = encode(sha256(convert_to(
             pg_temp.part(last_hash)
               || pg_temp.part(last_seq::text)
               || pg_temp.part(entry.subscriber_id::text)
               || pg_temp.part((extract(epoch from entry.at) * 1000000)::bigint::text)
               || pg_temp.part(entry.actor)
               || pg_temp.part('')
               || pg_temp.part('')
               || pg_temp.part(entry.action)
               || pg_temp.part(entry.subject)
               || pg_temp.part('')
               || pg_temp.part(''), 'UTF8')), 'hex')
     where subscriber_id = entry.subscriber_id and id = entry.id
     returning hash into last_hash;
    update subscriber
       set audit_seq = last_seq, audit_hash = last_hash
     where subscriber_id = entry.subscriber_id;
  end loop;
end
$$;

alter table audit_entry
  alter column seq set not null,
  alter column before drop default,
  alter column after drop default,
  alter column previous_hash set not null,
  alter column hash set not null,
  add constraint audit_entry_seq unique (subscriber_id, seq);

-- Entries are only ever added, also by the role that owns the table.
create function audit_entry_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the audit trail are never changed or taken away'
    using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on audit_entry
  for each statement execute function audit_entry_is_append_only();
revoke update, delete, truncate on audit_entry from public, current_user;
