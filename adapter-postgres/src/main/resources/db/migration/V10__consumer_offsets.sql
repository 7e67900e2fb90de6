-- How far those have come who follow the messages for the whole cluster, such as the webhooks, and which node has them.

CREATE TABLE chat.consumer_offsets (
    consumer      text   PRIMARY KEY CHECK (char_length(consumer) BETWEEN 1 AND 64),
    message       bigint NOT NULL,
    change        bigint NOT NULL,
    origin        text   NOT NULL,
    node_id       uuid,
    claimed_until timestamptz
);

COMMENT ON COLUMN chat.consumer_offsets.message IS 'The last message that was consumed.';
COMMENT ON COLUMN chat.consumer_offsets.change IS 'The last of message_changes that was consumed.';
COMMENT ON COLUMN chat.consumer_offsets.origin IS 'By what the log recognises the position.';
