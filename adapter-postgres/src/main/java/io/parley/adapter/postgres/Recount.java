package io.parley.adapter.postgres;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Compares every number that is kept beside the messages with the messages themselves. Safe beside
 * a service at work: what is compared is one snapshot, and what is corrected is locked and counted
 * again.
 */
public final class Recount {
  /** Columns: what it is, conversation, user, kept value, actual value. */
  private static final String FIND_WRONG =
      """
      SELECT 'unread count', p.conversation_id, p.user_id, p.unread_count, a.unread
      FROM chat.participants p
      CROSS JOIN LATERAL (
        SELECT count(*) AS unread
        FROM chat.messages m
        WHERE m.conversation_id = p.conversation_id
          AND m.seq > p.read_seq
          AND m.receiver_id = p.user_id
          AND m.deleted_at IS NULL
      ) a
      WHERE p.unread_count <> a.unread
      UNION ALL
      SELECT 'message total', c.id, NULL, c.message_count, coalesce(a.shown, 0)
      FROM chat.conversations c
      LEFT JOIN (
        SELECT m.conversation_id, count(*) FILTER (WHERE m.deleted_at IS NULL) AS shown
        FROM chat.messages m
        GROUP BY m.conversation_id
      ) a ON a.conversation_id = c.id
      WHERE c.message_count <> coalesce(a.shown, 0)
      UNION ALL
      SELECT 'deleted messages of block ' || block, conversation_id, NULL,
             coalesce(d.deleted, 0), coalesce(a.deleted, 0)
      FROM chat.deleted_blocks d
      FULL JOIN (
        SELECT m.conversation_id, (m.seq - 1) / 1000 AS block, count(*) AS deleted
        FROM chat.messages m
        WHERE m.deleted_at IS NOT NULL
        GROUP BY m.conversation_id, (m.seq - 1) / 1000
      ) a USING (conversation_id, block)
      WHERE coalesce(d.deleted, 0) <> coalesce(a.deleted, 0)
      UNION ALL
      SELECT 'time of the last message', p.conversation_id, p.user_id,
             (extract(epoch FROM p.last_message_at) * 1000)::bigint,
             (extract(epoch FROM coalesce(c.last_message_at, c.created_at)) * 1000)::bigint
      FROM chat.participants p
      JOIN chat.conversations c ON c.id = p.conversation_id
      WHERE p.last_message_at IS DISTINCT FROM coalesce(c.last_message_at, c.created_at)
      ORDER BY 2, 1, 3
      """;

  private static final List<String> CORRECT =
      List.of(
          """
          UPDATE chat.participants p
          SET unread_count = (
                SELECT count(*)
                FROM chat.messages m
                WHERE m.conversation_id = p.conversation_id
                  AND m.seq > p.read_seq
                  AND m.receiver_id = p.user_id
                  AND m.deleted_at IS NULL),
              last_message_at = coalesce(c.last_message_at, c.created_at),
              xid = pg_current_xact_id()
          FROM chat.conversations c
          WHERE c.id = p.conversation_id AND c.id = ?
          """,
          """
          UPDATE chat.conversations c
          SET message_count = (
                SELECT count(*)
                FROM chat.messages m
                WHERE m.conversation_id = c.id AND m.deleted_at IS NULL)
          WHERE c.id = ?
          """,
          """
          DELETE FROM chat.deleted_blocks WHERE conversation_id = ?
          """,
          """
          INSERT INTO chat.deleted_blocks (conversation_id, block, deleted)
          SELECT m.conversation_id, (m.seq - 1) / 1000, count(*)
          FROM chat.messages m
          WHERE m.conversation_id = ? AND m.deleted_at IS NOT NULL
          GROUP BY m.conversation_id, (m.seq - 1) / 1000
          """);

  private final Database database;

  /**
   * @param dataSource of a migrated database. A check reads all messages once, so it should set no
   *     time limit for an answer.
   */
  public Recount(DataSource dataSource) {
    this.database = new Database(dataSource);
  }

  /**
   * A number that is not what the messages say.
   *
   * @param what {@code unread count}, {@code message total}, {@code deleted messages of block n} or
   *     {@code time of the last message} (in epoch milliseconds)
   * @param user whose it is; empty if it is the conversation's
   * @param kept what the database says; empty if it says nothing
   * @param actual what it should say
   */
  public record Wrong(
      String what, long conversation, Optional<Long> user, Optional<Long> kept, long actual) {}

  /**
   * Everything that is wrong, by conversation.
   *
   * @throws io.parley.domain.error.StoreUnavailableException if the database does not answer
   */
  public List<Wrong> check() {
    return database.read(dsl -> dsl.fetch(FIND_WRONG).map(Recount::toWrong));
  }

  /**
   * Corrects all numbers of the conversations named, each in a transaction of its own.
   *
   * @throws io.parley.domain.error.StoreUnavailableException if the database does not answer; what
   *     was corrected before stays so
   */
  public void repair(List<Wrong> wrong) {
    wrong.stream()
        .mapToLong(Wrong::conversation)
        .distinct()
        .forEach(conversation -> database.write(dsl -> repair(dsl, conversation)));
  }

  private static boolean repair(DSLContext dsl, long conversation) {
    boolean exists = ConversationStates.lock(dsl, conversation).isPresent();
    if (exists) {
      CORRECT.forEach(statement -> dsl.execute(statement, conversation));
    }
    return exists;
  }

  private static Wrong toWrong(Record row) {
    return new Wrong(
        row.get(0, String.class),
        row.get(1, Long.class),
        Optional.ofNullable(row.get(2, Long.class)),
        Optional.ofNullable(row.get(3, Long.class)),
        Optional.ofNullable(row.get(4, Long.class)).orElse(0L));
  }
}
