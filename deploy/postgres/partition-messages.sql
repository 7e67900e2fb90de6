-- Splits chat.messages by conversation into 16 tables, which may be moved to tablespaces, or servers, of their own
-- (docs/scaling.md says when). For psql; to be run as the owner of the schema, while no node runs. It copies all messages
-- in one transaction, so the disk needs room for them twice.
--
--   psql -v ON_ERROR_STOP=1 -f deploy/postgres/partition-messages.sql "$DATABASE_URL"
--
-- Nothing else changes: the nodes find the same tables and columns. A unique index of a partitioned table has to have the
-- partition key, so what is unique for each sender, the client message ids, is kept in a table of its own, by a trigger.

BEGIN;

DO $$
DECLARE
  details text := pg_get_viewdef('chat.message_details');
  last_id bigint;
BEGIN
  ALTER TABLE chat.messages RENAME TO messages_whole;
  ALTER TABLE chat.messages_whole RENAME CONSTRAINT messages_conversation_seq_key TO messages_whole_conversation_seq_key;
  ALTER TABLE chat.messages_whole RENAME CONSTRAINT messages_pkey TO messages_whole_pkey;
  ALTER INDEX chat.messages_client_message_id_key RENAME TO messages_whole_client_message_id_key;
  ALTER SEQUENCE chat.messages_id_seq RENAME TO messages_whole_id_seq;

  CREATE TABLE chat.messages (
    LIKE chat.messages_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS INCLUDING IDENTITY,
    CONSTRAINT messages_pkey PRIMARY KEY (id, conversation_id),
    CONSTRAINT messages_conversation_seq_key UNIQUE (conversation_id, seq)
  ) PARTITION BY HASH (conversation_id);
  FOR part IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE chat.messages_%s PARTITION OF chat.messages FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
  END LOOP;
  CREATE INDEX messages_client_message_id ON chat.messages (sender_id, client_message_id)
    WHERE client_message_id IS NOT NULL;

  CREATE TABLE chat.client_messages (
    sender_id         bigint NOT NULL,
    client_message_id text NOT NULL,
    CONSTRAINT client_messages_pkey PRIMARY KEY (sender_id, client_message_id)
  );

  INSERT INTO chat.messages OVERRIDING SYSTEM VALUE SELECT * FROM chat.messages_whole;
  INSERT INTO chat.client_messages
    SELECT sender_id, client_message_id FROM chat.messages_whole WHERE client_message_id IS NOT NULL;
  SELECT last_value INTO last_id FROM chat.messages_whole_id_seq WHERE is_called;
  IF last_id IS NOT NULL THEN
    PERFORM setval(pg_get_serial_sequence('chat.messages', 'id'), last_id);
  END IF;

  EXECUTE 'CREATE OR REPLACE VIEW chat.message_details AS ' || details;
  DROP TABLE chat.messages_whole;
END
$$;

CREATE FUNCTION chat.note_client_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO chat.client_messages (sender_id, client_message_id)
  SELECT sender_id, client_message_id FROM stored WHERE client_message_id IS NOT NULL ORDER BY 1, 2;
  RETURN NULL;
END
$$;

CREATE TRIGGER note_client_messages AFTER INSERT ON chat.messages
  REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION chat.note_client_messages();

COMMIT;

ANALYZE chat.messages;
