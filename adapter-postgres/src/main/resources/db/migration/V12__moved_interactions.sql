-- what stays with the front when an interaction moves to a business after the ledger had lines of it
alter table interaction drop constraint interaction_status_check;
alter table interaction add constraint interaction_status_check
  check (status in ('ONGOING', 'NOT_CONNECTED', 'ERROR', 'ENDED', 'MOVED'));
