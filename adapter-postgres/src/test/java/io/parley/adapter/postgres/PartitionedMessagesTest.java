package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.page.PageRequest;
import io.parley.testkit.contract.ChangeFeedContract;
import io.parley.testkit.contract.ConversationStoreContract;
import io.parley.testkit.contract.MessageHistoryContract;
import io.parley.testkit.contract.MessageLogContract;
import io.parley.testkit.contract.MessageStoreContract;
import io.parley.testkit.contract.ReadReceiptStoreContract;
import io.parley.testkit.contract.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The stores on messages that are split by conversation, as {@code
 * deploy/postgres/partition-messages.sql} does it.
 */
class PartitionedMessagesTest {
  private static final Path SCRIPT = Path.of("..", "deploy", "postgres", "partition-messages.sql");
  private static final TestDatabase DATABASE = partitioned();

  private static TestDatabase partitioned() {
    TestDatabase database = PostgresFixture.newDatabase();
    try (PostgresFixture before = new PostgresFixture(database)) {
      await(before.stores().messages().append(aDraft().knownAs("whole").build()));
      database.run(Files.readString(SCRIPT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return database;
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static PostgresFixture empty() {
    DATABASE.run("TRUNCATE chat.client_messages");
    return new PostgresFixture(DATABASE);
  }

  abstract static class OnPartitions {
    private final PostgresFixture fixture = empty();

    public Stores stores() {
      return fixture.stores();
    }

    @AfterEach
    void close() {
      fixture.close();
    }
  }

  @Nested
  class Appending extends OnPartitions implements MessageStoreContract {}

  @Nested
  class History extends OnPartitions implements MessageHistoryContract {}

  @Nested
  class Log extends OnPartitions implements MessageLogContract {}

  @Nested
  class Changes extends OnPartitions implements ChangeFeedContract {}

  @Nested
  class Receipts extends OnPartitions implements ReadReceiptStoreContract {}

  @Nested
  class Conversations extends OnPartitions implements ConversationStoreContract {}

  @Test
  void givenMessagesFromBefore_whenSplit_thenTheyAreThereAndNewOnesFollow() throws Exception {
    try (TestDatabase database = PostgresFixture.newDatabase();
        PostgresFixture fixture = new PostgresFixture(database)) {
      Message before =
          await(fixture.stores().messages().append(aDraft().knownAs("first").build())).message();
      database.run(Files.readString(SCRIPT));

      assertThat(fixture.stores().history().findAll(List.of(before.id()))).containsExactly(before);
      assertThat(
              await(fixture.stores().messages().append(aDraft().knownAs("first").build()))
                  .duplicate())
          .isTrue();
      Message after = await(fixture.stores().messages().append(aDraft().build())).message();
      assertThat(after.id().value()).isGreaterThan(before.id().value());
      assertThat(after.sequence().value()).isEqualTo(2);
    }
  }

  @Test
  void givenAConversation_whenWrittenAndRead_thenOnePartitionIsTouched() throws Exception {
    try (PostgresFixture fixture = empty()) {
      DATABASE.run("SELECT pg_stat_reset()");
      ConversationId conversation = append(fixture, "first").conversation();
      for (int i = 0; i < 20; i++) {
        Message unused = append(fixture, "message " + i);
      }
      var history = fixture.stores().history();
      assertThat(history.page(conversation, new PageRequest(2, 5)).items()).hasSize(5);
      assertThat(history.after(conversation, new Sequence(3), 5).messages()).hasSize(5);
      assertThat(history.before(conversation, new Sequence(9), 5).messages()).hasSize(5);
      assertThat(history.sequence(conversation, new Sequence(3), 5)).hasSize(5);
    } // whose sessions tell what they have done when they end

    assertThat(touched()).hasSize(1);
  }

  private static Message append(PostgresFixture fixture, String text) {
    return await(
            fixture.stores().messages().append(aDraft().from(ALICE).to(BOB).saying(text).build()))
        .message();
  }

  /** Scans and inserts of each partition that has any, since they were emptied. */
  private static Map<String, Long> touched() throws SQLException {
    Map<String, Long> touched = new TreeMap<>();
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relname, coalesce(idx_scan, 0) + coalesce(seq_scan, 0) + n_tup_ins"
                    + " FROM pg_stat_all_tables"
                    + " WHERE schemaname = 'chat' AND relname ~ '^messages_[0-9]+$'")) {
      while (row.next()) {
        touched.put(row.getString(1), row.getLong(2));
      }
    }
    touched.values().removeIf(count -> count == 0);
    return touched;
  }
}
