package io.parley.adapter.postgres;

/** What {@link PostgresContactStore} and {@link PostgresBlockStore} ask. */
final class ContactStatements {
  /**
   * Whatever changes something between two users begins with this: the next one finds, when its
   * turn comes, what the one before has committed. Parameters: smaller id, larger id.
   */
  static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended('chat contact ' || ?::bigint || ' ' || ?::bigint, 0))
      """;

  /**
   * How two users stand to each other. Columns: request, its sender, receiver and status (null if
   * there is none), whether there is a conversation, whether the one with the smaller id has
   * blocked the other, and the other way round. Parameters: smaller id, larger id.
   */
  static final String STANDING =
      """
      SELECT r.id, r.sender_id, r.receiver_id, r.status,
             EXISTS (SELECT FROM chat.conversations c
                     WHERE c.participant_1_id = p.first_id AND c.participant_2_id = p.second_id),
             EXISTS (SELECT FROM chat.user_blocks b
                     WHERE b.user_id = p.first_id AND b.blocked_id = p.second_id),
             EXISTS (SELECT FROM chat.user_blocks b
                     WHERE b.user_id = p.second_id AND b.blocked_id = p.first_id)
      FROM (VALUES (?::bigint, ?::bigint)) AS p (first_id, second_id)
      LEFT JOIN chat.contact_requests r
        ON r.participant_1_id = p.first_id AND r.participant_2_id = p.second_id
      """;

  /** The two users of a request. Parameter: request. */
  static final String PAIR_OF =
      "SELECT participant_1_id, participant_2_id FROM chat.contact_requests WHERE id = ?";

  /** The columns that make a request, in the order in which they are read. */
  private static final String REQUEST =
      " r.id, r.sender_id, r.receiver_id, r.status, r.message, r.created_at, r.updated_at ";

  /** Parameters: sender, receiver, message. */
  static final String ASK =
      """
      INSERT INTO chat.contact_requests AS r (sender_id, receiver_id, status, message)
      VALUES (?, ?, 'pending', ?::text)
      ON CONFLICT ON CONSTRAINT contact_requests_participants_key DO UPDATE
      SET sender_id = excluded.sender_id,
          receiver_id = excluded.receiver_id,
          status = excluded.status,
          message = excluded.message,
          updated_at = greatest(r.updated_at, excluded.updated_at)
      RETURNING
      """
          + REQUEST;

  /** Parameters: status, request. */
  static final String CHANGE =
      """
      UPDATE chat.contact_requests r
      SET status = ?, updated_at = greatest(r.updated_at, clock_timestamp()::timestamptz(3))
      WHERE r.id = ?
      RETURNING
      """
          + REQUEST;

  /**
   * Ends what is pending between two users when one of them blocks the other. Parameters: who
   * blocks, smaller id, larger id.
   */
  static final String END_PENDING =
      """
      UPDATE chat.contact_requests r
      SET status = CASE r.sender_id WHEN ? THEN 'cancelled' ELSE 'rejected' END,
          updated_at = greatest(r.updated_at, clock_timestamp()::timestamptz(3))
      WHERE r.participant_1_id = ? AND r.participant_2_id = ? AND r.status = 'pending'
      """;

  /**
   * Begins the conversation of two users, unless they have one: as one that was written to when it
   * began. Parameters: smaller id, larger id.
   */
  static final String BEGIN_CONVERSATION =
      """
      WITH begun AS (
        INSERT INTO chat.conversations (participant_1_id, participant_2_id)
        VALUES (?, ?)
        ON CONFLICT ON CONSTRAINT conversations_participants_key DO NOTHING
        RETURNING id, participant_1_id, participant_2_id, created_at
      )
      INSERT INTO chat.participants (conversation_id, user_id, last_message_at)
      SELECT id, participant_1_id, created_at FROM begun
      UNION ALL
      SELECT id, participant_2_id, created_at FROM begun
      """;

  /** Parameters: smaller id, larger id. */
  static final String CONVERSATION_OF =
      "SELECT id FROM chat.conversations WHERE participant_1_id = ? AND participant_2_id = ?";

  /** What the receiver does not see: a request of somebody whom he has blocked. */
  private static final String NOT_HIDDEN =
      """
      NOT EXISTS (SELECT FROM chat.user_blocks b
                  WHERE b.user_id = r.receiver_id AND b.blocked_id = r.sender_id)
      """;

  /** Parameter: user. */
  static final String PENDING =
      " FROM chat.contact_requests r WHERE r.receiver_id = ? AND r.status = 'pending' AND "
          + NOT_HIDDEN;

  /** Parameter: user. */
  static final String SENT = " FROM chat.contact_requests r WHERE r.sender_id = ? ";

  /** Parameter: user, three times. */
  static final String ALL =
      " FROM chat.contact_requests r WHERE (r.sender_id = ? OR r.receiver_id = ?)"
          + " AND (r.sender_id = ? OR r.status <> 'pending' OR "
          + NOT_HIDDEN
          + ")";

  /**
   * Those of some pairs that have a conversation, and no block. Parameters: smaller ids, larger
   * ids.
   */
  static final String OPEN =
      """
      SELECT p.first_id, p.second_id
      FROM unnest(?::bigint[], ?::bigint[]) AS p (first_id, second_id)
      JOIN chat.conversations c
        ON c.participant_1_id = p.first_id AND c.participant_2_id = p.second_id
      WHERE NOT EXISTS (SELECT FROM chat.user_blocks b
                        WHERE b.user_id = p.first_id AND b.blocked_id = p.second_id)
        AND NOT EXISTS (SELECT FROM chat.user_blocks b
                        WHERE b.user_id = p.second_id AND b.blocked_id = p.first_id)
      """;

  /** Parameters: smaller ids, larger ids. */
  static final String BLOCKED_BETWEEN =
      """
      WITH p AS (SELECT * FROM unnest(?::bigint[], ?::bigint[]) AS p (first_id, second_id))
      SELECT p.first_id, p.second_id
      FROM p
      JOIN chat.user_blocks b ON b.user_id = p.first_id AND b.blocked_id = p.second_id
      UNION
      SELECT p.first_id, p.second_id
      FROM p
      JOIN chat.user_blocks b ON b.user_id = p.second_id AND b.blocked_id = p.first_id
      """;

  /** Parameters: who blocks, whom. */
  static final String BLOCK =
      "INSERT INTO chat.user_blocks (user_id, blocked_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

  /** Parameters: who has blocked, whom. */
  static final String UNBLOCK = "DELETE FROM chat.user_blocks WHERE user_id = ? AND blocked_id = ?";

  /** Parameter: user. */
  static final String COUNT_BLOCKS = "SELECT count(*) FROM chat.user_blocks WHERE user_id = ?";

  /** Parameters: user, limit, offset. */
  static final String BLOCKS =
      """
      SELECT blocked_id, created_at FROM chat.user_blocks WHERE user_id = ?
      ORDER BY created_at DESC, blocked_id DESC
      LIMIT ? OFFSET ?
      """;

  private ContactStatements() {}

  static String count(String list) {
    return "SELECT count(*)" + list;
  }

  /** Parameters: those of the list, limit, offset. */
  static String page(String list) {
    return "SELECT" + REQUEST + list + " ORDER BY r.updated_at DESC, r.id DESC LIMIT ? OFFSET ?";
  }
}
