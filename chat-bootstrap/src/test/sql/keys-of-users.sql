CREATE TRIGGER chat_user_key AFTER INSERT ON users
  FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('id');

INSERT INTO chat.user_keys (key)
SELECT id::text FROM users
ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW chat.user_profiles AS
SELECT k.id,
       u.full_name::text AS name,
       u.handle::text    AS username,
       u.full_name::text AS profile_name,
       NULL::text        AS profile_photo
FROM chat.user_keys k
JOIN users u ON u.id = k.uuid
WHERE u.closed_at IS NULL;
