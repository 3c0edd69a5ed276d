-- For whom the business's page vouched when the talk began, and the digest of its signature: each use
-- of the token is held against the identity secret as it is then.
alter table conversation_token
  add column visitor_id text,
  add column voucher_sha256 text check (voucher_sha256 ~ '^[0-9a-f]{64}$'),
  add check ((visitor_id is null) = (voucher_sha256 is null));
