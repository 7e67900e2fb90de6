CREATE TABLE IF NOT EXISTS accounts (
  account_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  full_name     varchar(200) NOT NULL,
  handle        varchar(50) NOT NULL UNIQUE,
  password_hash varchar(200) NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
  order_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  buyer_id  bigint NOT NULL REFERENCES accounts,
  seller_id bigint NOT NULL REFERENCES accounts,
  product   varchar(200) NOT NULL
);

-- What the chat knows of the shop's accounts. Keys that are no whole numbers would be mapped here.
CREATE SCHEMA IF NOT EXISTS chat;
CREATE OR REPLACE VIEW chat.user_profiles AS
SELECT account_id      AS id,
       full_name::text AS name,
       handle::text    AS username,
       full_name::text AS profile_name,
       NULL::text      AS profile_photo
FROM accounts;
