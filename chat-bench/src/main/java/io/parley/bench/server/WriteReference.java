package io.parley.bench.server;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the database itself does with messages, without a service: a message is inserted and its
 * conversation moved on. Tables of the same shape as the service's, less what the service adds.
 * Every thread has conversations of its own, so nobody waits for anybody's lock.
 */
public final class WriteReference {
  private static final int CONVERSATIONS_PER_THREAD = 100;
  private static final int MAX_THREADS = 32;
  private static final int BATCH = 100;
  private static final String CONTENT = "x".repeat(200);

  private static final String SCHEMA =
      """
      CREATE SCHEMA reference;
      CREATE TABLE reference.conversations (
        id bigint PRIMARY KEY, last_seq bigint NOT NULL, last_message text,
        last_message_at timestamptz(3)
      ) WITH (fillfactor = 70);
      CREATE TABLE reference.messages (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation_id bigint NOT NULL,
        seq bigint NOT NULL, sender_id bigint NOT NULL, receiver_id bigint NOT NULL,
        content text NOT NULL, created_at timestamptz(3) NOT NULL, UNIQUE (conversation_id, seq)
      );
      INSERT INTO reference.conversations (id, last_seq)
      SELECT n, 0 FROM generate_series(0, %d) n
      """
          .formatted(CONVERSATIONS_PER_THREAD * MAX_THREADS - 1);

  private static final String MOVE =
      """
      UPDATE reference.conversations
      SET last_seq = last_seq + 1, last_message = ?, last_message_at = now()
      WHERE id = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO reference.messages
        (conversation_id, seq, sender_id, receiver_id, content, created_at)
      SELECT c.id, c.last_seq, 1, 2, ?, now() FROM reference.conversations c WHERE c.id = ?
      """;

  private static final String BATCH_OF_MESSAGES =
      """
      WITH moved AS (
        UPDATE reference.conversations c
        SET last_seq = c.last_seq + 1, last_message = n.content, last_message_at = now()
        FROM unnest(?::bigint[], ?::text[]) AS n (id, content)
        WHERE c.id = n.id
        RETURNING c.id, c.last_seq, n.content
      )
      INSERT INTO reference.messages
        (conversation_id, seq, sender_id, receiver_id, content, created_at)
      SELECT m.id, m.last_seq, 1, 2, m.content, now() FROM moved m
      """;

  private final Connections database;

  /** Opens connections to the database. */
  public interface Connections {
    Connection open() throws SQLException;
  }

  private WriteReference(Connections database) {
    this.database = database;
  }

  /**
   * What was reached.
   *
   * @param singlePerSecond messages a second, a transaction of two statements for each, with the
   *     number of connections that helped most
   * @param singleConnections that number
   * @param batchPerSecond messages a second, a transaction of one statement for {@value #BATCH}
   */
  public record Result(long singlePerSecond, int singleConnections, long batchPerSecond) {}

  /** Measures each way for a time; leaves a schema {@code reference} behind. */
  public static Result measure(Connections database, Duration each)
      throws SQLException, InterruptedException {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
    }
    var reference = new WriteReference(database);
    long best = 0;
    int bestThreads = 0;
    for (int threads : new int[] {8, 16, MAX_THREADS}) {
      long reached = reference.perSecond(threads, each, WriteReference::single, 1);
      if (reached > best) {
        best = reached;
        bestThreads = threads;
      }
    }
    return new Result(
        best, bestThreads, reference.perSecond(4, each, WriteReference::batch, BATCH));
  }

  private interface Way {
    void write(Connection connection, int thread, int round) throws SQLException;
  }

  private long perSecond(int threads, Duration time, Way way, int messages)
      throws SQLException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Long>> writers = new ArrayList<>();
      long end = System.nanoTime() + time.toNanos();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        writers.add(() -> writeUntil(end, way, thread));
      }
      long written = 0;
      for (Future<Long> writer : pool.invokeAll(writers)) {
        written += writer.get() * messages;
      }
      return Math.round(written * 1e9 / time.toNanos());
    } catch (ExecutionException e) {
      throw new SQLException("the reference could not be measured", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private long writeUntil(long end, Way way, int thread) throws SQLException {
    try (Connection connection = database.open()) {
      connection.setAutoCommit(false);
      long rounds = 0;
      while (System.nanoTime() < end) {
        way.write(connection, thread, (int) (rounds++ % CONVERSATIONS_PER_THREAD));
        connection.commit();
      }
      return rounds;
    }
  }

  // The driver prepares a statement on the server once it has been used a few times, by its text.

  private static void single(Connection connection, int thread, int round) throws SQLException {
    long conversation = (long) thread * CONVERSATIONS_PER_THREAD + round;
    for (String sql : List.of(MOVE, INSERT)) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, CONTENT);
        statement.setLong(2, conversation);
        statement.executeUpdate();
      }
    }
  }

  private static void batch(Connection connection, int thread, int round) throws SQLException {
    Long[] ids = new Long[BATCH];
    String[] contents = new String[BATCH];
    Arrays.setAll(ids, i -> (long) thread * CONVERSATIONS_PER_THREAD + i);
    Arrays.fill(contents, CONTENT);
    Array idArray = connection.createArrayOf("bigint", ids);
    Array contentArray = connection.createArrayOf("text", contents);
    try (PreparedStatement statement = connection.prepareStatement(BATCH_OF_MESSAGES)) {
      statement.setArray(1, idArray);
      statement.setArray(2, contentArray);
      statement.executeUpdate();
    }
  }
}
