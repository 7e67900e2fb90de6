package io.parley.adapter.postgres.nodechat;

import java.util.List;

/** Stores what was arranged; until the last transaction nothing of it is to be seen. */
final class PublishStatements {
  /** The last id of the next batch. Parameters: the id before it, limit. */
  static final String END_OF_BATCH =
      """
      SELECT max(id)
      FROM (SELECT id FROM chat.import_order WHERE is_new AND id > ? ORDER BY id LIMIT ?) b
      """;

  /** Parameters: the id before the batch, its last id, both again. */
  static final String STORE_BATCH =
      """
      INSERT INTO chat.messages (id, conversation_id, seq, sender_id, receiver_id, content,
                                 attachment_url, deleted_at, created_at, updated_at)
      OVERRIDING SYSTEM VALUE
      SELECT m.id, o.conversation_id, o.seq, m.sender_id, m.receiver_id, m.content,
             m.attachment_url, m.deleted_at, m.created_at, m.updated_at
      FROM chat.import_order o
      JOIN chat.import_messages m ON m.id = o.id
      WHERE o.is_new AND o.id > ? AND o.id <= ? AND m.id > ? AND m.id <= ?
      """;

  /**
   * A message that was deleted or restored through the service stays so; what else has changed in
   * the source changes here.
   */
  private static final List<String> CHANGE_MESSAGES =
      List.of(
          """
          CREATE TEMP TABLE import_changed ON COMMIT DROP AS
          SELECT m.id, o.conversation_id, m.content, m.attachment_url,
                 greatest(m.updated_at, CASE WHEN t.touched THEN e.updated_at END) AS updated_at,
                 CASE WHEN t.touched THEN e.deleted_at ELSE m.deleted_at END AS deleted_at,
                 NOT t.touched AND (e.deleted_at IS NULL) <> (m.deleted_at IS NULL) AS is_told
          FROM chat.import_order o
          JOIN chat.import_messages m ON m.id = o.id
          JOIN chat.messages e ON e.id = o.id
          CROSS JOIN LATERAL (
            SELECT (e.deleted_at IS NULL) <> (m.deleted_at IS NULL) AND EXISTS (
              SELECT FROM chat.message_changes c
              WHERE c.conversation_id = e.conversation_id AND c.message_id = e.id
                AND NOT c.imported) AS touched
          ) t
          WHERE NOT o.is_new
            AND (e.content, e.attachment_url, e.deleted_at, e.updated_at) IS DISTINCT FROM
                (m.content, m.attachment_url,
                 CASE WHEN t.touched THEN e.deleted_at ELSE m.deleted_at END,
                 greatest(m.updated_at, CASE WHEN t.touched THEN e.updated_at END))
          """,
          """
          UPDATE chat.messages e
          SET content = c.content, attachment_url = c.attachment_url, deleted_at = c.deleted_at,
              updated_at = c.updated_at
          FROM import_changed c
          WHERE e.id = c.id
          """,
          """
          INSERT INTO chat.message_changes (message_id, conversation_id, imported)
          SELECT id, conversation_id, true FROM import_changed WHERE is_told ORDER BY id
          """,
          """
          CREATE TEMP TABLE import_touched ON COMMIT DROP AS
          SELECT conversation_id AS id, count(*) AS changes
          FROM (
            SELECT conversation_id FROM chat.import_order WHERE is_new
            UNION ALL
            SELECT conversation_id FROM import_changed
          ) t
          GROUP BY conversation_id
          """,
          "ANALYZE import_touched");

  private static final String STORE_CONVERSATIONS =
      """
      INSERT INTO chat.conversations AS c
        (id, participant_1_id, participant_2_id, last_seq, message_count, last_message,
         last_message_at, deleted_at, created_at, updated_at, changes)
      OVERRIDING SYSTEM VALUE
      SELECT p.id, p.first_id, p.second_id, s.last_seq, s.shown, l.content, s.last_at, p.deleted_at,
             coalesce(p.created_at, s.first_at), coalesce(p.updated_at, s.last_at), t.changes
      FROM import_touched t
      JOIN chat.import_pairs p ON p.id = t.id
      JOIN (
        SELECT m.conversation_id, max(m.seq) AS last_seq,
               count(*) FILTER (WHERE m.deleted_at IS NULL) AS shown,
               max(m.seq) FILTER (WHERE m.deleted_at IS NULL) AS last_shown,
               min(m.created_at) AS first_at, max(m.created_at) AS last_at
        FROM chat.messages m
        WHERE m.conversation_id IN (SELECT id FROM import_touched)
        GROUP BY m.conversation_id
      ) s ON s.conversation_id = p.id
      LEFT JOIN chat.messages l ON l.conversation_id = p.id AND l.seq = s.last_shown
      ON CONFLICT (id) DO UPDATE
      SET last_seq = excluded.last_seq, message_count = excluded.message_count,
          last_message = excluded.last_message,
          last_message_at = greatest(c.last_message_at, excluded.last_message_at),
          deleted_at = excluded.deleted_at,
          updated_at = greatest(c.updated_at, excluded.updated_at),
          changes = c.changes + excluded.changes
      """;

  /**
   * A participant has as many unread messages as in the source, and those are the last ones. A
   * position is that of a message to him; each of its times of reading has a mark where it ends.
   */
  private static final List<String> STORE_POSITIONS =
      List.of(
          """
          CREATE TEMP TABLE import_received ON COMMIT DROP AS
          SELECT r.*, max(r.seq) FILTER (
                          WHERE r.from_end > r.unread OR (r.from_end = r.unread AND r.deleted_read))
                        OVER (PARTITION BY r.conversation_id, r.user_id) AS read_seq
          FROM (
            SELECT o.conversation_id, m.receiver_id AS user_id, o.seq, m.is_read,
                   m.is_read AND m.deleted_at IS NOT NULL AS deleted_read,
                   coalesce(m.read_at, m.updated_at) AS read_at,
                   count(*) FILTER (WHERE m.deleted_at IS NULL AND NOT m.is_read)
                     OVER (PARTITION BY o.conversation_id, m.receiver_id) AS unread,
                   count(*) FILTER (WHERE m.deleted_at IS NULL)
                     OVER (PARTITION BY o.conversation_id, m.receiver_id ORDER BY o.seq DESC)
                     AS from_end
            FROM chat.import_order o
            JOIN chat.import_messages m ON m.id = o.id
          ) r
          """,
          """
          CREATE TEMP TABLE import_positions ON COMMIT DROP AS
          SELECT p.id AS conversation_id, u.user_id, max(r.read_seq) AS read_seq
          FROM chat.import_pairs p
          CROSS JOIN LATERAL (VALUES (p.first_id), (p.second_id)) u (user_id)
          LEFT JOIN import_received r
            ON r.conversation_id = p.id AND r.user_id = u.user_id AND r.seq = r.read_seq
          GROUP BY p.id, u.user_id
          """,
          "ANALYZE import_positions",
          """
          INSERT INTO chat.read_marks (conversation_id, user_id, up_to_seq, read_at)
          SELECT r.conversation_id, r.user_id, r.seq, r.read_at
          FROM (
            SELECT conversation_id, user_id, seq, read_at,
                   lag(read_at) OVER (
                     PARTITION BY conversation_id, user_id ORDER BY seq DESC) AS next
            FROM import_received
            WHERE seq <= read_seq AND (is_read OR seq = read_seq)
          ) r
          LEFT JOIN chat.participants e
            ON e.user_id = r.user_id AND e.conversation_id = r.conversation_id
          WHERE r.next IS DISTINCT FROM r.read_at AND r.seq > coalesce(e.read_seq, 0)
          ON CONFLICT DO NOTHING
          """,
          """
          INSERT INTO chat.participants AS e (user_id, conversation_id, read_seq, last_message_at)
          SELECT n.user_id, n.conversation_id, coalesce(n.read_seq, 0), c.last_message_at
          FROM import_positions n
          JOIN chat.conversations c ON c.id = n.conversation_id
          ON CONFLICT (user_id, conversation_id) DO UPDATE
          SET read_seq = greatest(e.read_seq, excluded.read_seq),
              last_message_at = excluded.last_message_at,
              xid = pg_current_xact_id()
          WHERE excluded.read_seq > e.read_seq
             OR e.conversation_id IN (SELECT id FROM import_touched)
          """,
          """
          UPDATE chat.conversations c
          SET changes = c.changes + 1
          WHERE c.id IN (
            SELECT conversation_id FROM chat.participants WHERE xid = pg_current_xact_id())
          """);

  private static final List<String> COUNT =
      List.of(
          """
          UPDATE chat.participants p
          SET unread_count = a.unread
          FROM (
            SELECT q.user_id, q.conversation_id, count(m.id) AS unread
            FROM chat.participants q
            LEFT JOIN chat.messages m
              ON m.conversation_id = q.conversation_id AND m.receiver_id = q.user_id
             AND m.seq > q.read_seq AND m.deleted_at IS NULL
            WHERE q.xid = pg_current_xact_id()
            GROUP BY q.user_id, q.conversation_id
          ) a
          WHERE p.user_id = a.user_id AND p.conversation_id = a.conversation_id
            AND p.unread_count <> a.unread
          """,
          """
          DELETE FROM chat.deleted_blocks WHERE conversation_id IN (SELECT id FROM import_touched)
          """,
          """
          INSERT INTO chat.deleted_blocks (conversation_id, block, deleted)
          SELECT m.conversation_id, (m.seq - 1) / 1000, count(*)
          FROM chat.messages m
          WHERE m.deleted_at IS NOT NULL AND m.conversation_id IN (SELECT id FROM import_touched)
          GROUP BY m.conversation_id, (m.seq - 1) / 1000
          """);

  private static final List<String> NOTE =
      List.of(
          """
          UPDATE chat.imports
          SET last_id = planned_id,
              revision = revision + CASE WHEN EXISTS (SELECT FROM import_touched) THEN 1 ELSE 0 END
          """,
          "UPDATE chat.import_progress SET phase = 'PUBLISHED'");

  /** One transaction. */
  static final List<List<String>> PUBLISH =
      List.of(CHANGE_MESSAGES, List.of(STORE_CONVERSATIONS), STORE_POSITIONS, COUNT, NOTE);

  static final String ANALYZE =
      "ANALYZE chat.messages, chat.conversations, chat.participants, chat.read_marks";

  private PublishStatements() {}
}
