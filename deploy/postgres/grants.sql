-- What the role that runs the chat needs, and nothing more: it owns nothing and changes no schema. For psql; to be run as the
-- owner of the schema after ./chat migrate, and again after each later one and after partition-messages.sql. Another role
-- than chat_service: put its name into all of them. docs/operations.md says how the roles belong together.
--
--   CREATE ROLE chat_service LOGIN PASSWORD '...' NOSUPERUSER NOCREATEDB NOCREATEROLE;
--   psql -v ON_ERROR_STOP=1 -f deploy/postgres/grants.sql "$OWNER_DATABASE_URL"

BEGIN;

GRANT USAGE ON SCHEMA chat TO chat_service;

-- Whether there is anything to migrate.
GRANT SELECT ON chat.flyway_schema_history, chat.xid_origin TO chat_service;

-- Whether messages were imported since the search index was made.
GRANT SELECT ON chat.imports, chat.import_exceptions TO chat_service;

-- Messages are never removed.
GRANT SELECT, INSERT, UPDATE ON chat.conversations, chat.participants, chat.messages, chat.deleted_blocks TO chat_service;
GRANT SELECT, INSERT ON chat.read_marks, chat.message_changes TO chat_service;
GRANT SELECT ON chat.message_details TO chat_service;

-- The last ids, for the search index and for what a bus has lost.
GRANT SELECT ON SEQUENCE chat.messages_id_seq, chat.message_changes_id_seq TO chat_service;

-- The host's users, through the view only. If the view is the host's, it is the host's to grant.
GRANT SELECT ON chat.user_profiles TO chat_service;

-- The numbers of users whom the host calls by something else, and what tokens, or the host, say of users.
GRANT SELECT, INSERT ON chat.user_keys TO chat_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON chat.profiles TO chat_service;

GRANT SELECT, INSERT, UPDATE ON chat.token_revocations, chat.consumer_offsets TO chat_service;

-- With CHAT_CONTACT_REQUESTS.
GRANT SELECT, INSERT, UPDATE ON chat.contact_requests TO chat_service;
GRANT SELECT, INSERT, DELETE ON chat.user_blocks TO chat_service;

-- What nodes tell each other with CHAT_CLUSTER=postgres.
GRANT SELECT, INSERT, UPDATE, DELETE ON chat.nodes, chat.node_users, chat.spending TO chat_service;

-- Client message ids, once partition-messages.sql has been run: a trigger writes them.
DO $$
BEGIN
  IF to_regclass('chat.client_messages') IS NOT NULL THEN
    GRANT INSERT ON chat.client_messages TO chat_service;
  END IF;
END
$$;

COMMIT;
