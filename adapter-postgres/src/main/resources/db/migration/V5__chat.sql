-- Chat: how each business's widget looks and whom it serves, the conversations, their turns, and the
-- messages taken for the business. What was said stands in interaction_message, as for every channel.

create table chat_settings (
  subscriber_id uuid not null,
  channel_id uuid not null,
  colour text check (colour ~ '^#[0-9a-f]{6}$'),
  identity_secret text check (length(identity_secret) between 16 and 200),
  takes_messages boolean not null,
  primary key (subscriber_id, channel_id),
  foreign key (subscriber_id, channel_id) references subscriber_channel on delete cascade
);

-- the pages that may hold the widget; none listed: any
create table chat_origin (
  subscriber_id uuid not null,
  channel_id uuid not null,
  origin text not null check (length(origin) between 1 and 300),
  primary key (subscriber_id, channel_id, origin),
  foreign key (subscriber_id, channel_id) references chat_settings on delete cascade
);

-- what a visitor is asked before the first message
create table chat_question (
  subscriber_id uuid not null,
  channel_id uuid not null,
  name text not null check (length(name) between 1 and 64),
  place smallint not null check (place > 0),
  label text not null check (length(label) between 1 and 200),
  required boolean not null,
  primary key (subscriber_id, channel_id, name),
  foreign key (subscriber_id, channel_id) references chat_settings on delete cascade
);

-- one chat over our own widget; the interaction with the same id has its words. Seqs are given out
-- here, under this row's lock, so that there is no gap. opening: how the visitor began. turn_number: the
-- AI's turn in flight, of which a conversation has at most one; it alone may answer, so that a slow node
-- adds nothing once another has taken over after lease_until.
create table conversation (
  subscriber_id uuid not null,
  id uuid not null,
  language text not null,
  state text not null check (state in ('OPEN', 'WAITING_FOR_STAFF', 'ENDED')),
  taken_over boolean not null,
  last_seq integer not null check (last_seq >= 0),
  visitor_seq integer not null check (visitor_seq >= 0),
  answered_seq integer not null check (answered_seq >= 0),
  turns bigint not null check (turns >= 0),
  turn_number bigint,
  lease_until timestamptz,
  opening text,
  started_at timestamptz not null,
  last_at timestamptz not null,
  provider text,
  provider_chat_id text,
  visitor_id text,
  visitor_name text,
  visitor_email text,
  primary key (subscriber_id, id),
  foreign key (subscriber_id, id) references interaction on delete cascade,
  check ((provider is null) = (provider_chat_id is null)),
  check ((turn_number is null) = (lease_until is null))
);
create index conversation_lease on conversation (lease_until) where lease_until is not null;
create index conversation_silent on conversation (last_at) where state <> 'ENDED';

-- what a visitor answered before the first message
create table conversation_answer (
  subscriber_id uuid not null,
  conversation_id uuid not null,
  name text not null check (length(name) between 1 and 64),
  answer text not null,
  primary key (subscriber_id, conversation_id, name),
  foreign key (subscriber_id, conversation_id) references conversation on delete cascade
);

-- look-up: the hash of a visitor's token leads to the conversation it opens
create table conversation_token (
  token_sha256 text primary key check (token_sha256 ~ '^[0-9a-f]{64}$'),
  subscriber_id uuid not null,
  conversation_id uuid not null,
  expires_at timestamptz not null
);
create index conversation_token_subscriber on conversation_token (subscriber_id);

-- the name that a client gave to what it said: the same name again is the same message
create table client_message (
  subscriber_id uuid not null,
  conversation_id uuid not null,
  client_message_id text not null check (length(client_message_id) between 1 and 200),
  seq integer not null,
  primary key (subscriber_id, conversation_id, client_message_id),
  foreign key (subscriber_id, conversation_id) references conversation on delete cascade
);
create index client_message_seq on client_message (subscriber_id, conversation_id, seq);

-- a message that a receptionist took for the business; the same content once an interaction
create table taken_message (
  subscriber_id uuid not null,
  id uuid not null,
  interaction_id uuid not null,
  taken_at timestamptz not null,
  name text not null check (length(name) between 1 and 200),
  callback text not null check (length(callback) between 1 and 200),
  matter text not null check (length(matter) between 1 and 4000),
  urgency text not null check (urgency in ('LOW', 'NORMAL', 'HIGH')),
  content_sha256 bytea not null check (length(content_sha256) = 32),
  primary key (subscriber_id, id),
  unique (subscriber_id, interaction_id, content_sha256),
  foreign key (subscriber_id, interaction_id) references interaction on delete cascade
);
create index taken_message_newest_first on taken_message (subscriber_id, taken_at desc, id desc);

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array[
    'chat_settings', 'chat_origin', 'chat_question', 'conversation', 'conversation_answer',
    'conversation_token', 'client_message', 'taken_message']
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      $policy$
      create policy tenant on %I
        using (subscriber_id = nullif(current_setting('rocket.subscriber', true), '')::uuid
               or current_setting('rocket.scope', true) = 'operator')
      $policy$, tenant_table);
  end loop;
end
$$;
