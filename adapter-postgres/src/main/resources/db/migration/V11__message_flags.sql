-- What a policy of the host has noted of a message; participants are never told. A new column without a default touches no
-- row, and NOT VALID has none looked at: there is none with a flag. The nodes of the version before go on meanwhile, and
-- store messages without one.
--
-- There is no index: one would look at every message, and let none be stored meanwhile (CONCURRENTLY is impossible in a
-- transaction), for hosts that may never flag anything. docs/embedding.md has the one for those who look for flags.

ALTER TABLE chat.messages ADD COLUMN flag text;
ALTER TABLE chat.messages
  ADD CONSTRAINT messages_flag_fits CHECK (flag ~ '^[a-z0-9_.:-]{1,64}$') NOT VALID;
COMMENT ON COLUMN chat.messages.flag IS 'What the host''s policy has noted of the message when it was stored; for the host only.';

CREATE OR REPLACE VIEW chat.message_details AS
SELECT m.id,
       m.conversation_id,
       m.seq,
       m.sender_id,
       m.receiver_id,
       m.content,
       m.attachment_url,
       m.client_message_id,
       r.read_at IS NOT NULL AS is_read,
       r.read_at,
       m.deleted_at,
       m.created_at,
       m.updated_at,
       m.flag
FROM chat.messages m
LEFT JOIN LATERAL (
  SELECT k.read_at
  FROM chat.read_marks k
  WHERE k.conversation_id = m.conversation_id AND k.user_id = m.receiver_id AND k.up_to_seq >= m.seq
  ORDER BY k.up_to_seq
  LIMIT 1
) r ON true;

COMMENT ON VIEW chat.message_details IS 'Messages with their read state as plain columns.';
