-- What lets an index outside of the database follow deletes and restores.

CREATE TABLE chat.message_changes (
  id         bigint GENERATED ALWAYS AS IDENTITY,
  message_id bigint NOT NULL,
  CONSTRAINT message_changes_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE chat.message_changes IS 'Which messages were deleted or restored since they were stored, in order. The state itself is messages.deleted_at.';
