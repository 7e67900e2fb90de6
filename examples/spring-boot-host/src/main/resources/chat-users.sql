-- Runs at each start, after the chat has made its tables: a number for each account, and the accounts as the chat sees them.
-- PostgreSQL 14 or newer; 13 knows no CREATE OR REPLACE TRIGGER.
CREATE OR REPLACE TRIGGER chat_user_key AFTER INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('account_id');

INSERT INTO chat.user_keys (key)
SELECT account_id::text FROM accounts
ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW chat.user_profiles AS
SELECT k.id,
       a.full_name::text AS name,
       a.handle::text    AS username,
       a.full_name::text AS profile_name,
       NULL::text        AS profile_photo
FROM chat.user_keys k
JOIN accounts a ON a.account_id = k.uuid;
