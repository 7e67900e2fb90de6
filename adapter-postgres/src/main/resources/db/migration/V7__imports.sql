-- What ./chat import has brought from another chat.

CREATE TABLE chat.imports (
  one          boolean NOT NULL DEFAULT true,
  revision     bigint  NOT NULL DEFAULT 0,
  last_id      bigint  NOT NULL DEFAULT 0,
  planned_id   bigint  NOT NULL DEFAULT 0,
  users_stored boolean NOT NULL DEFAULT false,
  CONSTRAINT imports_pkey PRIMARY KEY (one),
  CONSTRAINT imports_one CHECK (one)
);

COMMENT ON TABLE chat.imports IS 'Its one row is made by the first import.';
COMMENT ON COLUMN chat.imports.revision IS 'Counts imports that have changed something: an index of the messages that is older is void.';
COMMENT ON COLUMN chat.imports.last_id IS 'The last message id that was given when the last import ended. Once there are later ones, the service has begun.';
COMMENT ON COLUMN chat.imports.planned_id IS 'What last_id is going to be, while an import is under way.';
COMMENT ON COLUMN chat.imports.users_stored IS 'Whether an import has compared the users and stored those of the source: names that it has given are no sign of other people.';

CREATE TABLE chat.import_exceptions (
  message_id bigint NOT NULL,
  reason     text   NOT NULL,
  CONSTRAINT import_exceptions_pkey PRIMARY KEY (message_id, reason)
);

COMMENT ON TABLE chat.import_exceptions IS 'Messages of the source that the last import has not taken, or not as they were.';

ALTER TABLE chat.message_changes ADD COLUMN imported boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN chat.message_changes.imported IS 'Whether the source of an import was changed, and not the message here by a user: a later import may change it back.';
