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
