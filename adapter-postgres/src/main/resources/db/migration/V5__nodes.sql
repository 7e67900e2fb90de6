-- Who is present at which node, for a cluster that has only the database. There is nothing to keep:
-- a crash of the database empties these tables, and the nodes fill them again.

CREATE UNLOGGED TABLE chat.nodes (
    id      uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

CREATE UNLOGGED TABLE chat.node_users (
    user_id bigint  NOT NULL,
    node_id uuid    NOT NULL,
    here    boolean NOT NULL, -- else he is away, and may be back in a moment
    PRIMARY KEY (user_id, node_id)
);

CREATE INDEX node_users_node ON chat.node_users (node_id);
