package io.parley.adapter.postgres;

/**
 * The statements of a group commit: their number does not depend on the size of the group. Values
 * travel as arrays, so each is prepared once whatever the size.
 */
final class AppendStatements {
  /** Parameters: smaller ids, larger ids. */
  static final String FIND_CONVERSATIONS =
      """
      SELECT c.id, c.participant_1_id, c.participant_2_id
      FROM unnest(?::bigint[], ?::bigint[]) AS pair (first_id, second_id)
      JOIN chat.conversations c
        ON c.participant_1_id = pair.first_id AND c.participant_2_id = pair.second_id
      """;

  /**
   * Leaves out what another transaction creates at the same time, once that has committed.
   * Parameters: smaller ids, larger ids.
   */
  static final String CREATE_CONVERSATIONS =
      """
      WITH created AS (
        INSERT INTO chat.conversations (participant_1_id, participant_2_id)
        SELECT pair.first_id, pair.second_id
        FROM unnest(?::bigint[], ?::bigint[]) AS pair (first_id, second_id)
        ORDER BY pair.first_id, pair.second_id
        ON CONFLICT ON CONSTRAINT conversations_participants_key DO NOTHING
        RETURNING id, participant_1_id, participant_2_id
      )
      INSERT INTO chat.participants (conversation_id, user_id)
      SELECT id, participant_1_id FROM created
      UNION ALL
      SELECT id, participant_2_id FROM created
      """;

  /**
   * Stores the messages, moves the conversations on and counts what is unread: one statement, so
   * that outside of a transaction it is one round trip and one commit. Answers with the messages
   * ({@code true}, conversation, sequence, message id, epoch milliseconds) and with the unread
   * counts as they are afterwards ({@code false}, conversation, user, count, changes). Of a
   * conversation that does not exist, or is another pair's, nothing is stored and nothing answered;
   * a client message id that is taken fails the statement ({@link SqlStates#isTaken}).
   *
   * <p>The pair is compared in a {@code CASE}: PostgreSQL would look conversations up by a plain
   * comparison, over the wider index, and expect one row instead of many.
   *
   * <p>Conversations are locked in the order in which they are given: by id, so that groups of two
   * nodes do not lock each other out. A message is never older than the one before it, even if the
   * clock was set back. Message ids of a conversation rise with its positions.
   *
   * <p>Parameters, conversations: ids, smaller user ids, larger user ids, message counts, last
   * contents; messages: conversation ids, positions within the group from 1 on, sender ids,
   * receiver ids, contents, attachment URLs, client message ids, flags; participants: conversation
   * ids, user ids, messages that he receives.
   */
  static final String STORE_MESSAGES =
      """
      WITH moved AS (
        UPDATE chat.conversations c
        SET last_seq = c.last_seq + n.messages,
            message_count = c.message_count + n.messages,
            changes = c.changes + n.messages,
            last_message = n.last_message,
            last_message_at = greatest(c.last_message_at, clock_timestamp()::timestamptz(3)),
            updated_at = greatest(c.updated_at, clock_timestamp()::timestamptz(3))
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
          AS n (id, first_id, second_id, messages, last_message)
        WHERE c.id = n.id
          AND CASE c.participant_1_id WHEN n.first_id THEN c.participant_2_id = n.second_id
              ELSE false END
        RETURNING c.id, c.last_seq - n.messages AS before, c.last_message_at AS at, c.changes
      ), stored AS (
        INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,
                                   attachment_url, client_message_id, flag, created_at, updated_at)
        SELECT v.id, v.before + m.position, m.sender_id, m.receiver_id, m.content,
               m.attachment_url, m.client_message_id, m.flag, v.at, v.at
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                    ?::text[], ?::text[])
          AS m (conversation_id, position, sender_id, receiver_id, content, attachment_url,
                client_message_id, flag)
        JOIN moved v ON v.id = m.conversation_id
        ORDER BY m.position
        RETURNING id, conversation_id, seq, created_at
      ), recipient AS MATERIALIZED (
        SELECT r.conversation_id, r.user_id, r.received, v.at, v.changes
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[])
          AS r (conversation_id, user_id, received)
        JOIN moved v ON v.id = r.conversation_id
      ), counted AS (
        UPDATE chat.participants p
        SET unread_count = p.unread_count + r.received,
            last_message_at = r.at,
            xid = pg_current_xact_id()
        FROM recipient r
        WHERE p.user_id = r.user_id AND p.conversation_id = r.conversation_id
        RETURNING p.conversation_id, p.user_id, p.unread_count, r.changes
      )
      SELECT true, conversation_id, seq, id, (date_part('epoch', created_at) * 1000)::bigint
      FROM stored
      UNION ALL
      SELECT false, conversation_id, user_id, unread_count, changes
      FROM counted
      """;

  private AppendStatements() {}
}
