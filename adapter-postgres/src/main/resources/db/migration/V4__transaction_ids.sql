-- What lets a client ask for everything that changed since it last looked: which transaction changed what. A transaction is
-- new to somebody if his pg_snapshot does not see it; that leaves out none that commits late. Rows from before have none and
-- are new to nobody.

ALTER TABLE chat.messages ADD COLUMN xid xid8;
ALTER TABLE chat.messages ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
COMMENT ON COLUMN chat.messages.xid IS 'The transaction that stored the message.';

ALTER TABLE chat.participants ADD COLUMN xid xid8;
ALTER TABLE chat.participants ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
COMMENT ON COLUMN chat.participants.xid IS 'The transaction that changed the conversation last, in whatever way.';

ALTER TABLE chat.conversations ADD COLUMN changes bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN chat.conversations.changes IS 'Counts messages, deletes, restores and read marks: says which of two states is newer.';

ALTER TABLE chat.read_marks ADD COLUMN xid xid8;
ALTER TABLE chat.read_marks ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
COMMENT ON COLUMN chat.read_marks.xid IS 'The transaction that moved the position here.';

ALTER TABLE chat.message_changes ADD COLUMN conversation_id bigint;
ALTER TABLE chat.message_changes ADD COLUMN xid xid8;
ALTER TABLE chat.message_changes ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
CREATE INDEX message_changes_conversation_xid ON chat.message_changes (conversation_id, xid);

-- Transaction ids mean something in one database only; the migration run sees when it has been carried to another.
CREATE TABLE chat.xid_origin (
  one             boolean NOT NULL DEFAULT true,
  database        text NOT NULL,
  carried_message bigint NOT NULL DEFAULT 0,
  CONSTRAINT xid_origin_pkey PRIMARY KEY (one),
  CONSTRAINT xid_origin_one CHECK (one)
);
COMMENT ON TABLE chat.xid_origin IS 'Where the transaction ids of the rows were given. Its one row is made by the migration run.';
COMMENT ON COLUMN chat.xid_origin.carried_message IS 'Messages up to this id came from another database; their xid says nothing.';
