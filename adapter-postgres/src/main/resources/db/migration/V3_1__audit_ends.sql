-- The end of each audit trail has a row of its own, so that what is changed of no subscriber, such as
-- the operator's keys, has a trail too: nobody's, of the id of zeros, to which no foreign key leads.
create table audit_end (
  subscriber_id uuid primary key,
  seq bigint not null check (seq >= 0),
  hash text not null
);
insert into audit_end (subscriber_id, seq, hash)
select subscriber_id, audit_seq, audit_hash from subscriber where audit_seq > 0;
alter table subscriber drop column audit_seq, drop column audit_hash;
alter table audit_entry drop constraint audit_entry_subscriber_id_fkey;

alter table audit_end enable row level security;
alter table audit_end force row level security;
create policy tenant on audit_end
  using (subscriber_id = nullif(current_setting('rocket.subscriber', true), '')::uuid
         or current_setting('rocket.scope', true) = 'operator');
