package io.parley.adapter.postgres;

/**
 * What {@link PostgresChangeFeed} asks. A row is new if its transaction is not seen by the snapshot
 * {@code from}; it is told now if the snapshot {@code until} sees it.
 */
final class ChangeStatements {
  /**
   * Where this database is in its course of events. Columns: the database, the one whose
   * transaction ids the rows have, the last message whose id is not of here, the timeline, the
   * snapshot, the last transaction that changed something for the user (2, which is none, if there
   * is no such). Parameter: user.
   *
   * <p>The timeline changes when a backup is restored to a point in time, or a standby takes over:
   * then commits that somebody was told of may be gone, and their ids be given again.
   */
  static final String NOW =
      "SELECT "
          + XidOrigin.DATABASE
          + """
          , o.database, o.carried_message,
            left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
            pg_current_snapshot()::text,
            coalesce((
              SELECT p.xid::text::bigint
              FROM chat.participants p
              WHERE p.user_id = ? AND p.xid IS NOT NULL
              ORDER BY p.xid DESC
              LIMIT 1), 2)
          FROM chat.xid_origin o
          """;

  /** Parameters: user, first conversation, limit. */
  static final String ALL_CONVERSATIONS =
      """
      SELECT p.conversation_id
      FROM chat.participants p
      WHERE p.user_id = ? AND p.conversation_id >= ?
      ORDER BY p.conversation_id
      LIMIT ?
      """;

  /**
   * Reads the user's own rows. What has changed again after {@code until} is here too, for what was
   * changed before. Parameters: user, first conversation, from, limit.
   */
  static final String CHANGED_CONVERSATIONS =
      """
      SELECT p.conversation_id
      FROM chat.participants p
      WHERE p.user_id = ? AND p.conversation_id >= ?
        AND NOT pg_visible_in_snapshot(p.xid, ?::pg_snapshot)
      ORDER BY p.conversation_id
      LIMIT ?
      """;

  /**
   * The new messages, deleted or not, by conversation and sequence. Whoever stores a message holds
   * its conversation, so what a snapshot has seen of one is its beginning: the last message that is
   * not new is found from the end.
   *
   * <p>Parameters: conversations, for each the sequence up to which all is told (null if that is to
   * be found), the last message that was carried here, from, until, limit twice.
   */
  static final String NEW_MESSAGES =
      """
      SELECT w.conversation_id, m.seq, m.id
      FROM unnest(?::bigint[], ?::bigint[]) AS w (conversation_id, told)
      CROSS JOIN LATERAL (
        SELECT coalesce(
          w.told,
          (SELECT o.seq
           FROM chat.messages o
           WHERE o.conversation_id = w.conversation_id
             AND (o.xid IS NULL OR o.id <= ? OR pg_visible_in_snapshot(o.xid, ?::pg_snapshot))
           ORDER BY o.seq DESC
           LIMIT 1),
          0) AS told
      ) b
      CROSS JOIN LATERAL (
        SELECT n.seq, n.id
        FROM chat.messages n
        WHERE n.conversation_id = w.conversation_id AND n.seq > b.told
          AND pg_visible_in_snapshot(n.xid, ?::pg_snapshot)
        ORDER BY n.seq
        LIMIT ?
      ) m
      ORDER BY w.conversation_id, m.seq
      LIMIT ?
      """;

  /**
   * Deletes and restores, by conversation and number. Parameters: conversations, for each the
   * number up to which all is told, from three times, until, limit.
   */
  static final String NEW_CHANGES =
      """
      SELECT w.conversation_id, c.id, c.message_id
      FROM unnest(?::bigint[], ?::bigint[]) AS w (conversation_id, told)
      JOIN chat.message_changes c
        ON c.conversation_id = w.conversation_id AND c.id > w.told
      WHERE c.xid >= pg_snapshot_xmin(?::pg_snapshot)
        AND NOT pg_visible_in_snapshot(c.xid, ?::pg_snapshot)
        AND pg_visible_in_snapshot(c.xid, ?::pg_snapshot)
      ORDER BY w.conversation_id, c.id
      LIMIT ?
      """;

  /**
   * Where both participants have read to, if they have read anything. Columns: conversation,
   * reader, author, position, time, whether it is new. Parameters: from, conversations.
   */
  static final String READ_POSITIONS =
      """
      SELECT c.id, r.reader, r.author, k.up_to_seq, k.read_at,
             coalesce(NOT pg_visible_in_snapshot(k.xid, ?::pg_snapshot), false)
      FROM chat.conversations c
      CROSS JOIN LATERAL (
        VALUES (c.participant_1_id, c.participant_2_id), (c.participant_2_id, c.participant_1_id)
      ) r (reader, author)
      CROSS JOIN LATERAL (
        SELECT m.up_to_seq, m.read_at, m.xid
        FROM chat.read_marks m
        WHERE m.conversation_id = c.id AND m.user_id = r.reader
        ORDER BY m.up_to_seq DESC
        LIMIT 1
      ) k
      WHERE c.id = ANY (?)
      ORDER BY c.id, r.reader
      """;

  private ChangeStatements() {}
}
