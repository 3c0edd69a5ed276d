-- Who charges, as it stands on statements: a version is never changed, only followed by another.
create table issuer (
  from_day date primary key,
  name text not null check (length(name) between 1 and 100),
  address text not null check (length(address) between 1 and 500),
  registration text check (length(registration) between 1 and 100),
  footer text check (length(footer) between 1 and 1000),
  created_at timestamptz not null default now()
);
create trigger append_only before update or delete or truncate on issuer
  for each statement execute function is_append_only();

-- an issuer, whose rows are never taken away; null: nobody said so by then
alter table statement add column issuer_from date;
