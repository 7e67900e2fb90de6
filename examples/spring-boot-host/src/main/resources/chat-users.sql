-- What the chat knows of the shop's accounts. A trigger gives each UUID a number, by which the chat
-- calls the account.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger
                 WHERE tgrelid = 'accounts'::regclass AND tgname = 'chat_user_key') THEN
    CREATE TRIGGER chat_user_key AFTER INSERT ON accounts
      FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('account_id');
  END IF;
END $$;

INSERT INTO chat.user_keys (key)
SELECT a.account_id::text
FROM accounts a
WHERE NOT EXISTS (SELECT FROM chat.user_keys k WHERE k.uuid = a.account_id)
ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW chat.user_profiles AS
SELECT k.id,
       a.full_name::text AS name,
       a.handle::text    AS username,
       a.full_name::text AS profile_name,
       NULL::text        AS profile_photo
FROM chat.user_keys k
JOIN accounts a ON a.account_id = k.uuid;
