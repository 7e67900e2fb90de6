CREATE TABLE IF NOT EXISTS accounts (id uuid PRIMARY KEY, name text NOT NULL);

DROP TRIGGER IF EXISTS chat_user_key ON accounts;
CREATE TRIGGER chat_user_key AFTER INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('id');

CREATE OR REPLACE VIEW chat.user_profiles AS
SELECT k.id, a.name, a.name AS username, a.name AS profile_name, NULL::text AS profile_photo
FROM chat.user_keys k
JOIN accounts a ON a.id = k.uuid;
