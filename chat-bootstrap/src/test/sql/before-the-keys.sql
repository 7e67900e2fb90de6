CREATE SCHEMA IF NOT EXISTS chat;
CREATE VIEW chat.user_profiles AS
SELECT NULL::bigint AS id, NULL::text AS name, NULL::text AS username, NULL::text AS profile_name, NULL::text AS profile_photo
WHERE false;
