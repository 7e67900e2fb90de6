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
   * In id order, so that groups of two nodes cannot lock each other out. A message is never older
   * than the one before it, even if the clock was set back. Parameter: conversation ids.
   */
  static final String LOCK_CONVERSATIONS =
      """
      SELECT c.id,
             c.last_seq,
             (extract(epoch FROM greatest(c.last_message_at, clock_timestamp())) * 1000)::bigint
      FROM chat.conversations c
      WHERE c.id = ANY (?::bigint[])
      ORDER BY c.id
      FOR NO KEY UPDATE
      """;

  /**
   * Stores the messages, moves the conversations on and counts what is unread; answers with the ids
   * of the messages ({@code true}, conversation, sequence, message id) and with the unread counts
   * as they were before ({@code false}, conversation, user, count). A message whose client message
   * id is taken is left out of the answer: the caller has to roll back.
   *
   * <p>Parameters, messages: conversation ids, sequences, sender ids, receiver ids, contents,
   * attachment URLs, client message ids, epoch milliseconds; conversations: ids, last sequences,
   * message counts, last contents, epoch milliseconds; participants: conversation ids, user ids,
   * messages that he receives, epoch milliseconds.
   */
  static final String STORE_MESSAGES =
      """
      WITH stored AS (
        INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,
                                   attachment_url, client_message_id, created_at, updated_at)
        SELECT m.conversation_id, m.seq, m.sender_id, m.receiver_id, m.content,
               m.attachment_url, m.client_message_id, t.at, t.at
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                    ?::text[], ?::bigint[])
          AS m (conversation_id, seq, sender_id, receiver_id, content, attachment_url,
                client_message_id, millis)
        CROSS JOIN LATERAL
          (SELECT timestamptz 'epoch' + m.millis * interval '1 millisecond' AS at) t
        ON CONFLICT (sender_id, client_message_id) WHERE client_message_id IS NOT NULL DO NOTHING
        RETURNING id, conversation_id, seq
      ), moved AS (
        UPDATE chat.conversations c
        SET last_seq = n.last_seq,
            message_count = c.message_count + n.messages,
            last_message = n.last_message,
            last_message_at = t.at,
            updated_at = t.at
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
          AS n (id, last_seq, messages, last_message, millis)
        CROSS JOIN LATERAL
          (SELECT timestamptz 'epoch' + n.millis * interval '1 millisecond' AS at) t
        WHERE c.id = n.id
      ), recipient AS MATERIALIZED (
        SELECT r.conversation_id, r.user_id, r.received,
               timestamptz 'epoch' + r.millis * interval '1 millisecond' AS at
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
          AS r (conversation_id, user_id, received, millis)
      ), counted AS (
        UPDATE chat.participants p
        SET unread_count = p.unread_count + r.received,
            last_message_at = r.at
        FROM recipient r
        WHERE p.user_id = r.user_id AND p.conversation_id = r.conversation_id
      )
      SELECT true, conversation_id, seq, id FROM stored
      UNION ALL
      SELECT false, p.conversation_id, p.user_id, p.unread_count
      FROM recipient r
      JOIN chat.participants p
        ON p.user_id = r.user_id AND p.conversation_id = r.conversation_id
      """;

  private AppendStatements() {}
}
