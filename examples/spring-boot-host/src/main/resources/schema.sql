CREATE TABLE IF NOT EXISTS accounts (
  account_id    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  full_name     varchar(200) NOT NULL,
  handle        varchar(50) NOT NULL UNIQUE,
  password_hash varchar(200) NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
  order_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  buyer_id  uuid NOT NULL REFERENCES accounts,
  seller_id uuid NOT NULL REFERENCES accounts,
  product   varchar(200) NOT NULL
);

-- The chat's first start finds a view that shows nobody: chat-users.sql needs the tables that it makes.
CREATE SCHEMA IF NOT EXISTS chat;
DO $$
BEGIN
  IF to_regclass('chat.user_profiles') IS NULL THEN
    CREATE VIEW chat.user_profiles AS
    SELECT NULL::bigint AS id, NULL::text AS name, NULL::text AS username, NULL::text AS profile_name, NULL::text AS profile_photo
    WHERE false;
  END IF;
END $$;
