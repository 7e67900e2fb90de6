package io.parley.adapter.postgres.nodechat;

import java.util.List;

/** Finds the place of each message that was read; one transaction. */
final class ArrangeStatements {
  /** A user who is somebody else here. Columns: id, username here, username there. */
  static final String OTHER_USER =
      """
      SELECT i.id, p.username, i.username
      FROM chat.import_users i
      JOIN chat.user_profiles p ON p.id = i.id
      WHERE p.username <> i.username
      ORDER BY i.id
      LIMIT 1
      """;

  /** Whether the table of users is the chat's own, by its columns. */
  static final String USERS_ARE_OURS =
      """
      SELECT coalesce(array_agg(attname::text ORDER BY attname), '{}')
        = '{id,name,profile_name,profile_photo,username}'
      FROM pg_attribute
      WHERE attrelid = to_regclass('public.users') AND attnum > 0 AND NOT attisdropped
      """;

  /** A username that somebody has already gets the id behind it. */
  static final String STORE_USERS =
      """
      INSERT INTO public.users (id, name, username, profile_name, profile_photo)
      SELECT id, coalesce(nullif(name, ''), nullif(profile_name, ''), wanted),
             CASE WHEN rank > 1 OR EXISTS (SELECT FROM public.users t WHERE t.username = wanted)
                  THEN wanted || '-' || id ELSE wanted END,
             profile_name, profile_photo
      FROM (
        SELECT i.*, w.wanted, row_number() OVER (PARTITION BY w.wanted ORDER BY i.id) AS rank
        FROM chat.import_users i
        CROSS JOIN LATERAL (
          SELECT coalesce(nullif(i.username, ''), 'user' || i.id) AS wanted
        ) w
        WHERE i.id > 0 AND NOT EXISTS (SELECT FROM public.users t WHERE t.id = i.id)
      ) n
      """;

  static final String UPDATE_USERS =
      """
      UPDATE public.users u
      SET name = coalesce(nullif(i.name, ''), u.name),
          profile_name = i.profile_name,
          profile_photo = i.profile_photo
      FROM chat.import_users i
      WHERE i.id = u.id
        AND (coalesce(nullif(i.name, ''), u.name), i.profile_name, i.profile_photo)
          IS DISTINCT FROM (u.name, u.profile_name, u.profile_photo)
      """;

  static final String SET_USER_SEQUENCE =
      """
      SELECT setval(s.name, greatest(u.id, nextval(s.name) - 1, 1))
      FROM (SELECT pg_get_serial_sequence('public.users', 'id') AS name) s
      CROSS JOIN (SELECT max(id) AS id FROM public.users) u
      WHERE s.name IS NOT NULL AND u.id > 0
      """;

  /** What a message alone does not say. */
  static final List<String> REFUSE =
      List.of(
          "CREATE INDEX ON chat.import_messages (id)",
          "ANALYZE chat.import_messages, chat.import_conversations",
          """
          WITH found AS (
            UPDATE chat.import_messages m
            SET receiver_id = CASE m.sender_id WHEN c.first_id THEN c.second_id ELSE c.first_id END
            FROM chat.import_conversations c
            WHERE m.receiver_id IS NULL AND c.id = m.conversation_id
              AND m.sender_id IN (c.first_id, c.second_id)
            RETURNING m.id, m.receiver_id
          )
          INSERT INTO chat.import_exceptions (message_id, reason)
          SELECT id, 'RECEIVER_OF_CONVERSATION' FROM found WHERE receiver_id > 0
          """,
          """
          WITH refused AS (
            DELETE FROM chat.import_messages m
            WHERE m.receiver_id IS NULL OR m.receiver_id < 1 OR m.receiver_id = m.sender_id
              OR (NOT EXISTS (SELECT FROM chat.user_profiles u WHERE u.id = m.sender_id)
                AND NOT EXISTS (SELECT FROM chat.user_profiles u WHERE u.id = m.receiver_id))
            RETURNING m.id, m.receiver_id, m.sender_id
          ), stays AS (
            DELETE FROM chat.import_exceptions e USING refused r WHERE r.id = e.message_id
          )
          INSERT INTO chat.import_exceptions (message_id, reason)
          SELECT id,
                 CASE WHEN receiver_id IS NULL OR receiver_id < 1 THEN 'NO_RECEIVER'
                      WHEN receiver_id = sender_id THEN 'TO_SENDER'
                      ELSE 'USERS_UNKNOWN' END
          FROM refused
          """,
          """
          INSERT INTO chat.import_exceptions (message_id, reason)
          SELECT m.id, 'OTHER_CONVERSATION'
          FROM chat.import_messages m
          JOIN chat.import_conversations c ON c.id = m.conversation_id
          WHERE least(m.sender_id, m.receiver_id) <> least(c.first_id, c.second_id)
             OR greatest(m.sender_id, m.receiver_id) <> greatest(c.first_id, c.second_id)
          """);

  /**
   * Each pair with messages, its conversation and where that ends. A conversation keeps its id; if
   * the source has several for a pair, the smallest counts. What has no id in the source, or one
   * that is in use here, gets one a million behind all others: the source goes on giving its own.
   */
  static final List<String> PAIR =
      List.of(
          """
          CREATE UNLOGGED TABLE chat.import_pairs AS
          WITH pair AS (
            SELECT DISTINCT least(sender_id, receiver_id) AS first_id,
                   greatest(sender_id, receiver_id) AS second_id
            FROM chat.import_messages
          ), known AS (
            SELECT least(first_id, second_id) AS first_id, greatest(first_id, second_id) AS second_id,
                   min(id) FILTER (WHERE id > 0) AS id, min(created_at) AS created_at,
                   max(updated_at) AS updated_at,
                   CASE WHEN count(*) = count(deleted_at) THEN max(deleted_at) END AS deleted_at
            FROM chat.import_conversations
            GROUP BY 1, 2
          ), found AS (
            SELECT p.first_id, p.second_id, k.created_at, k.updated_at, k.deleted_at,
                   coalesce(c.last_seq, 0) AS last_seq,
                   coalesce(c.id, CASE WHEN t.id IS NULL THEN k.id END) AS id
            FROM pair p
            LEFT JOIN known k ON k.first_id = p.first_id AND k.second_id = p.second_id
            LEFT JOIN chat.conversations c
              ON c.participant_1_id = p.first_id AND c.participant_2_id = p.second_id
            LEFT JOIN chat.conversations t ON t.id = k.id
          )
          SELECT f.first_id, f.second_id, f.created_at, f.updated_at, f.deleted_at, f.last_seq,
                 coalesce(f.id, last.id + 1000000 + row_number() OVER (
                   PARTITION BY f.id IS NULL ORDER BY f.first_id, f.second_id)) AS id
          FROM found f
          CROSS JOIN (
            SELECT greatest((SELECT max(id) FROM chat.import_conversations),
                            (SELECT max(id) FROM chat.conversations), 0) AS id
          ) last
          """,
          "ALTER TABLE chat.import_pairs ADD PRIMARY KEY (first_id, second_id)",
          "CREATE UNIQUE INDEX ON chat.import_pairs (id)",
          "ANALYZE chat.import_pairs");

  /** A message here that is another one than that of the source with its id. */
  static final String OTHER_MESSAGE =
      """
      SELECT e.id
      FROM chat.messages e
      JOIN chat.import_messages m ON m.id = e.id
      WHERE (e.sender_id, e.receiver_id, e.created_at)
        IS DISTINCT FROM (m.sender_id, m.receiver_id, m.created_at)
      LIMIT 1
      """;

  /** What is new goes behind what is there; by time, and by id within the same millisecond. */
  static final List<String> ORDER =
      List.of(
          """
          CREATE UNLOGGED TABLE chat.import_order AS
          SELECT m.id, p.id AS conversation_id, e.id IS NULL AS is_new,
                 CASE WHEN e.id IS NULL
                      THEN p.last_seq + row_number() OVER (
                        PARTITION BY p.id, e.id IS NULL ORDER BY m.created_at, m.id)
                      ELSE e.seq END AS seq
          FROM chat.import_messages m
          JOIN chat.import_pairs p
            ON p.first_id = least(m.sender_id, m.receiver_id)
           AND p.second_id = greatest(m.sender_id, m.receiver_id)
          LEFT JOIN chat.messages e ON e.id = m.id
          """,
          "ALTER TABLE chat.import_order ADD PRIMARY KEY (id)",
          "ANALYZE chat.import_order",
          """
          UPDATE chat.imports
          SET planned_id = greatest(planned_id, last_id,
                                (SELECT max(id) FROM chat.import_messages))
          """);

  private ArrangeStatements() {}
}
