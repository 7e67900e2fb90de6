-- What lets a page of a history or of an inbox be found without reading what lies before it.

CREATE TABLE chat.deleted_blocks (
  conversation_id bigint NOT NULL,
  block           bigint NOT NULL,
  deleted         bigint NOT NULL,
  CONSTRAINT deleted_blocks_pkey PRIMARY KEY (conversation_id, block),
  CONSTRAINT deleted_blocks_conversation_fkey FOREIGN KEY (conversation_id) REFERENCES chat.conversations (id),
  CONSTRAINT deleted_blocks_deleted_in_block CHECK (deleted BETWEEN 0 AND 1000)
) WITH (fillfactor = 70);

COMMENT ON TABLE chat.deleted_blocks IS 'How many of the 1000 messages from seq 1000 * block + 1 on are deleted; no row means none.';

INSERT INTO chat.deleted_blocks (conversation_id, block, deleted)
SELECT conversation_id, (seq - 1) / 1000, count(*)
FROM chat.messages
WHERE deleted_at IS NOT NULL
GROUP BY 1, 2;

ALTER TABLE chat.participants ADD COLUMN last_message_at timestamptz(3);

COMMENT ON COLUMN chat.participants.last_message_at IS 'That of the conversation, beside the user''s own state: an inbox is sorted without reading conversations.';

UPDATE chat.participants p
SET last_message_at = c.last_message_at
FROM chat.conversations c
WHERE c.id = p.conversation_id AND c.last_message_at IS NOT NULL;
