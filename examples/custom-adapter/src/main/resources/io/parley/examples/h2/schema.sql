CREATE SCHEMA IF NOT EXISTS chat;

-- One row. Whoever writes locks it first, so that writers take turns: then ids are in the order of the commits, and time never goes back.
CREATE TABLE IF NOT EXISTS chat.store (
  id INT PRIMARY KEY CHECK (id = 1),
  origin VARCHAR(36) NOT NULL,
  written_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
MERGE INTO chat.store USING (VALUES (1)) AS only_row (id) ON store.id = only_row.id
  WHEN NOT MATCHED THEN INSERT VALUES (1, CAST(RANDOM_UUID() AS VARCHAR(36)), CURRENT_TIMESTAMP(3));

-- The host's users: a table here, a view over another one elsewhere.
CREATE TABLE IF NOT EXISTS chat.users (
  id BIGINT PRIMARY KEY,
  name VARCHAR NOT NULL,
  username VARCHAR NOT NULL,
  profile_name VARCHAR NOT NULL,
  profile_photo VARCHAR
);

CREATE TABLE IF NOT EXISTS chat.conversations (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  first_id BIGINT NOT NULL,
  second_id BIGINT NOT NULL,
  last_seq BIGINT DEFAULT 0 NOT NULL,
  last_message VARCHAR,
  change_no BIGINT DEFAULT 0 NOT NULL,
  last_message_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  UNIQUE (first_id, second_id),
  CHECK (first_id < second_id)
);

-- Each conversation has two rows: what belongs to one of its users.
CREATE TABLE IF NOT EXISTS chat.participants (
  conversation_id BIGINT NOT NULL REFERENCES chat.conversations,
  user_id BIGINT NOT NULL,
  other_id BIGINT NOT NULL,
  read_seq BIGINT DEFAULT 0 NOT NULL,
  unread BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX IF NOT EXISTS chat.participants_of_user ON chat.participants (user_id);

CREATE TABLE IF NOT EXISTS chat.messages (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation_id BIGINT NOT NULL REFERENCES chat.conversations,
  seq BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  receiver_id BIGINT NOT NULL,
  content VARCHAR NOT NULL,
  attachment_url VARCHAR,
  client_message_id VARCHAR,
  flag VARCHAR,
  deleted_at TIMESTAMP(3) WITH TIME ZONE,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  UNIQUE (conversation_id, seq),
  UNIQUE (sender_id, client_message_id)
);

-- When which position was reached.
CREATE TABLE IF NOT EXISTS chat.read_marks (
  conversation_id BIGINT NOT NULL REFERENCES chat.conversations,
  user_id BIGINT NOT NULL,
  up_to_seq BIGINT NOT NULL,
  read_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (conversation_id, user_id, up_to_seq)
);

-- All that has happened, in the order of the commits: what a sync and an index follow.
CREATE TABLE IF NOT EXISTS chat.changes (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation_id BIGINT NOT NULL REFERENCES chat.conversations,
  kind VARCHAR(7) NOT NULL CHECK (kind IN ('SENT', 'CHANGED', 'READ')),
  subject_id BIGINT NOT NULL -- the message, or who has read
);
CREATE INDEX IF NOT EXISTS chat.changes_of_conversation ON chat.changes (conversation_id, id);
