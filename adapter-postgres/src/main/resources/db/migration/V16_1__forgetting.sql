-- So that the tokens that expired are found without looking at those that did not.
create index conversation_token_expires on conversation_token (expires_at);
