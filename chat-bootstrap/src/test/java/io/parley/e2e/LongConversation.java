package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;

/** A conversation whose messages, {@code message 1} and so on, are put into the tables at once. */
record LongConversation(long first, long second, int messages) {
  private static final String TABLES =
      """
      WITH c AS (
        INSERT INTO chat.conversations (participant_1_id, participant_2_id, last_seq, message_count,
                                        last_message, last_message_at)
        VALUES (%1$s, %2$s, %3$s, %3$s, 'message %3$s', now())
        RETURNING id
      ), p AS (
        INSERT INTO chat.participants (user_id, conversation_id, read_seq, last_message_at)
        SELECT u, id, %3$s, now() FROM c, unnest(ARRAY[%1$s, %2$s]) u
      )
      INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,
                                 created_at, updated_at)
      SELECT id, n, CASE n %% 2 WHEN 0 THEN %1$s ELSE %2$s END, CASE n %% 2 WHEN 0 THEN %2$s ELSE %1$s END,
             'message ' || n, sent, sent
      FROM c, generate_series(1, %3$s) n,
           LATERAL (SELECT now() - (%3$s - n) * interval '1 minute') AS t (sent)
      """;

  /**
   * @param first has the smaller id
   */
  static LongConversation between(long first, long second, int messages) {
    return new LongConversation(first, second, messages);
  }

  void store(TestDatabase database) {
    database.run(TABLES.formatted(first, second, messages));
  }
}
