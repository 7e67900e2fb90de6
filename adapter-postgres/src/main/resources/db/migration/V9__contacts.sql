-- Who has asked whom for contact, and who has blocked whom. Two users have one request at most, whoever has asked last;
-- whether they may write to each other is said by their conversation, which begins when a request is accepted.

CREATE TABLE chat.contact_requests (
  id               bigint GENERATED ALWAYS AS IDENTITY,
  sender_id        bigint NOT NULL,
  receiver_id      bigint NOT NULL,
  participant_1_id bigint NOT NULL GENERATED ALWAYS AS (least(sender_id, receiver_id)) STORED,
  participant_2_id bigint NOT NULL GENERATED ALWAYS AS (greatest(sender_id, receiver_id)) STORED,
  status           text NOT NULL,
  message          text,
  created_at       timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at       timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT contact_requests_pkey PRIMARY KEY (id),
  CONSTRAINT contact_requests_participants_key UNIQUE (participant_1_id, participant_2_id),
  CONSTRAINT contact_requests_of_two CHECK (sender_id <> receiver_id),
  CONSTRAINT contact_requests_status_known CHECK (status IN ('pending', 'accepted', 'rejected', 'cancelled'))
);

CREATE INDEX contact_requests_sender ON chat.contact_requests (sender_id, updated_at DESC, id DESC);
CREATE INDEX contact_requests_receiver ON chat.contact_requests (receiver_id, updated_at DESC, id DESC);
CREATE INDEX contact_requests_pending ON chat.contact_requests (receiver_id, updated_at DESC, id DESC) WHERE status = 'pending';

COMMENT ON COLUMN chat.contact_requests.updated_at IS 'When it was sent, answered or cancelled last; never goes back.';

CREATE TABLE chat.user_blocks (
  user_id    bigint NOT NULL,
  blocked_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT user_blocks_pkey PRIMARY KEY (user_id, blocked_id),
  CONSTRAINT user_blocks_of_two CHECK (user_id <> blocked_id)
);

CREATE INDEX user_blocks_user_created ON chat.user_blocks (user_id, created_at DESC, blocked_id DESC);

COMMENT ON COLUMN chat.participants.last_message_at IS 'That of the conversation, or when it began if it has no message; beside the user''s own state: an inbox is sorted without reading conversations.';
