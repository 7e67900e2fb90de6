package io.parley.bench.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Fills the database of a service that runs, in bulk, with what sending would have left there. */
public final class SeedData implements AutoCloseable {
  private static final int GROUP = 1_000;

  private final Connection connection;

  /** Uses the connection, and closes it in the end. */
  public SeedData(Connection connection) {
    this.connection = connection;
  }

  /**
   * A conversation in which one user has written to another.
   *
   * @param sender the smaller id
   * @param unread how many of the newest messages the receiver has not read
   * @param content of the message at a position, from 1 on
   * @return its id
   */
  public long conversation(
      long sender, long receiver, int messages, int unread, IntFunction<String> content)
      throws SQLException {
    long id = createConversation(sender, receiver, messages, content.apply(messages));
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,
                                       created_at, updated_at)
            SELECT ?, ? + m.position, ?, ?, m.content, now(), now()
            FROM unnest(?) WITH ORDINALITY AS m (content, position)
            """)) {
      for (int stored = 0; stored < messages; stored += GROUP) {
        int before = stored;
        Object[] group =
            IntStream.rangeClosed(1, Math.min(GROUP, messages - stored))
                .mapToObj(position -> content.apply(before + position))
                .toArray();
        insert.setLong(1, id);
        insert.setInt(2, stored);
        insert.setLong(3, sender);
        insert.setLong(4, receiver);
        insert.setArray(5, connection.createArrayOf("text", group));
        insert.executeUpdate();
      }
    }
    setUnread(id, receiver, messages, unread);
    return id;
  }

  private long createConversation(long sender, long receiver, int messages, String lastMessage)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            WITH c AS (
              INSERT INTO chat.conversations (participant_1_id, participant_2_id, last_seq,
                                              message_count, last_message, last_message_at)
              VALUES (?, ?, ?, ?, ?, clock_timestamp())
              RETURNING id, participant_1_id, participant_2_id, last_message_at
            ), p AS (
              INSERT INTO chat.participants (user_id, conversation_id, read_seq, last_message_at)
              SELECT participant_1_id, id, 0, last_message_at FROM c
              UNION ALL
              SELECT participant_2_id, id, 0, last_message_at FROM c
            )
            SELECT id FROM c
            """)) {
      insert.setLong(1, sender);
      insert.setLong(2, receiver);
      insert.setInt(3, messages);
      insert.setInt(4, messages);
      insert.setString(5, lastMessage);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Makes the newest messages of a conversation unread, as if the others alone had been read. */
  public void setUnread(long conversation, long receiver, int messages, int unread)
      throws SQLException {
    run("DELETE FROM chat.read_marks WHERE conversation_id = " + conversation);
    run(
        "UPDATE chat.participants SET read_seq = %d, unread_count = %d WHERE conversation_id = %d AND user_id = %d"
            .formatted(messages - unread, unread, conversation, receiver));
  }

  /**
   * Conversations of user 1 with users 2, 3 and so on, of one message each from them; those with
   * the newest messages have it unread.
   */
  public void inbox(int conversations, int unread) throws SQLException {
    run(
        """
        WITH c AS (
          INSERT INTO chat.conversations (participant_1_id, participant_2_id, last_seq,
                                          message_count, last_message, last_message_at)
          SELECT 1, n + 1, 1, 1, 'Message ' || n, now() - n * interval '1 second'
          FROM generate_series(1, %1$d) n
          RETURNING id, participant_1_id, participant_2_id, last_message, last_message_at
        ), m AS (
          INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,
                                     created_at, updated_at)
          SELECT id, 1, participant_2_id, 1, last_message, last_message_at, last_message_at FROM c
        )
        INSERT INTO chat.participants (user_id, conversation_id, read_seq, unread_count,
                                       last_message_at)
        SELECT 1, id, CASE WHEN participant_2_id <= %2$d + 1 THEN 0 ELSE 1 END,
               CASE WHEN participant_2_id <= %2$d + 1 THEN 1 ELSE 0 END, last_message_at
        FROM c
        UNION ALL
        SELECT participant_2_id, id, 1, 0, last_message_at FROM c
        """
            .formatted(conversations, unread));
  }

  /** What autovacuum does in time. */
  public void settle() throws SQLException {
    run("VACUUM (ANALYZE) chat.messages, chat.conversations, chat.participants, chat.read_marks");
    run("CHECKPOINT");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
