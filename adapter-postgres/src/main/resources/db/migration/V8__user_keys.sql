-- Users of a host whose ids are no numbers, and users of whom no table of the host tells.

CREATE SEQUENCE chat.user_keys_id_seq;

CREATE FUNCTION chat.next_user_number() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  number bigint;
BEGIN
  LOOP
    number := nextval('chat.user_keys_id_seq');
    EXIT WHEN NOT EXISTS (SELECT FROM chat.participants WHERE user_id = number)
      AND NOT EXISTS (SELECT FROM chat.user_keys WHERE id = number);
  END LOOP;
  RETURN number;
END
$$;

COMMENT ON FUNCTION chat.next_user_number() IS 'Nobody is given the number, and with it the conversations, of somebody who was here when users had numbers of their own.';

CREATE TABLE chat.user_keys (
  id   bigint NOT NULL DEFAULT chat.next_user_number(),
  key  text NOT NULL,
  uuid uuid GENERATED ALWAYS AS (
    CASE WHEN key ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN key::uuid END
  ) STORED,
  CONSTRAINT user_keys_pkey PRIMARY KEY (id),
  CONSTRAINT user_keys_key_key UNIQUE (key),
  CONSTRAINT user_keys_key_length CHECK (length(key) BETWEEN 1 AND 255)
);

ALTER SEQUENCE chat.user_keys_id_seq OWNED BY chat.user_keys.id;

COMMENT ON TABLE chat.user_keys IS 'The number of each key that the host calls a user by, for ever: what all other tables call him.';
COMMENT ON COLUMN chat.user_keys.uuid IS 'The key, if it is a UUID: joined with a column of that type, so that the index of the host''s table is used.';

CREATE FUNCTION chat.add_user_key() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  added jsonb := to_jsonb(NEW);
BEGIN
  IF TG_NARGS <> 1 OR NOT jsonb_exists(added, TG_ARGV[0]) THEN
    RAISE EXCEPTION 'chat.add_user_key needs the name of a column of %, such as chat.add_user_key(''id'')', TG_RELID::regclass;
  END IF;
  INSERT INTO chat.user_keys (key)
  SELECT added ->> TG_ARGV[0]
  WHERE length(added ->> TG_ARGV[0]) BETWEEN 1 AND 255
  ON CONFLICT (key) DO NOTHING;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION chat.add_user_key() IS 'For a trigger on the host''s table of users, after insert, for each row: gives the key of a new one a number.';

CREATE TABLE chat.profiles (
  id            bigint NOT NULL,
  name          text,
  username      text,
  profile_name  text,
  profile_photo text,
  said_at       timestamptz(3) NOT NULL,
  CONSTRAINT profiles_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE chat.profiles IS 'What tokens, or programs of the host, say of users. Nobody sees it unless chat.user_profiles reads it.';
COMMENT ON COLUMN chat.profiles.said_at IS 'What is said of an earlier moment changes nothing.';
