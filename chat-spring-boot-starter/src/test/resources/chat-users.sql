CREATE TABLE IF NOT EXISTS accounts (id uuid PRIMARY KEY, name text NOT NULL);

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger
                 WHERE tgrelid = 'accounts'::regclass AND tgname = 'chat_user_key') THEN
    CREATE TRIGGER chat_user_key AFTER INSERT ON accounts
      FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('id');
  END IF;
END $$;

CREATE OR REPLACE VIEW chat.user_profiles AS
SELECT k.id, a.name, a.name AS username, a.name AS profile_name, NULL::text AS profile_photo
FROM chat.user_keys k
JOIN accounts a ON a.id = k.uuid;
