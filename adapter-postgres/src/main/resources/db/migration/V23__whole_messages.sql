-- Whether a taken message has all that it needs. One that has not, because the caller might have
-- hung up, becomes what is told when it is asked for, and is counted once.
alter table taken_message add column whole boolean not null default true;
