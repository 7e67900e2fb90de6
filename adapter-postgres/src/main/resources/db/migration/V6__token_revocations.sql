-- From when on a user's tokens count; those issued until then are void. A row may go when no token of
-- that age can be valid any more.

CREATE TABLE chat.token_revocations (
    user_id    bigint PRIMARY KEY,
    not_before timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE INDEX token_revocations_changed ON chat.token_revocations (changed_at);

-- What users have spent of their limits, on all nodes together, in the last minute or so; for a
-- cluster that has only the database. There is nothing to keep.

CREATE UNLOGGED TABLE chat.spending (
    account  text   PRIMARY KEY,
    total    bigint NOT NULL,
    spent_at timestamptz NOT NULL
);

CREATE INDEX spending_spent ON chat.spending (spent_at);
