package io.parley.adapter.postgres.nodechat;

import static io.parley.adapter.postgres.nodechat.NodeChat.column;
import static io.parley.adapter.postgres.nodechat.NodeChat.messagesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.parley.adapter.postgres.PostgresConfig;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.Recount;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.adapter.postgres.nodechat.ImportReport.Exceptions;
import io.parley.adapter.postgres.nodechat.ImportReport.Row;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Await;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class NodeChatImportTest {
  /** More than two batches. */
  private static final int MANY = 45_000;

  private static final ImportListener NOBODY =
      new ImportListener() {
        @Override
        public void begins(String what, long total, long done) {}

        @Override
        public void advances(long rows) {}
      };

  private final NodeChat node = new NodeChat();
  private final TestDatabase chat = TestDatabase.create();

  @BeforeEach
  void migrate() {
    SchemaMigration.migrate(dataSource(chat));
  }

  @AfterEach
  void close() {
    node.close();
    chat.close();
  }

  private static DataSource dataSource(TestDatabase database) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(database.jdbcUrl());
    dataSource.setUser(database.user());
    dataSource.setPassword(database.password());
    return dataSource;
  }

  private ImportReport run() {
    return run(NOBODY, () -> false);
  }

  private ImportReport run(ImportListener listener, BooleanSupplier stop) {
    return run(Optional.empty(), listener, stop);
  }

  private ImportReport run(Optional<URI> base, ImportListener listener, BooleanSupplier stop) {
    try {
      return new NodeChatImport(dataSource(node.database()), dataSource(chat), base, listener, stop)
          .run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertCountsAreRight() {
    assertThat(new Recount(dataSource(chat)).check()).isEmpty();
    assertThat(
            column(
                chat,
                """
                SELECT c.id FROM chat.conversations c
                WHERE c.last_seq <> (SELECT count(*) FROM chat.messages m WHERE m.conversation_id = c.id)
                   OR c.last_seq <> (SELECT max(seq) FROM chat.messages m WHERE m.conversation_id = c.id)
                """))
        .as("positions without gaps")
        .isEmpty();
  }

  private List<String> chatRows() {
    List<String> rows = new ArrayList<>();
    for (String table :
        List.of(
            "chat.messages",
            "chat.conversations",
            "chat.participants",
            "chat.read_marks",
            "chat.deleted_blocks",
            "chat.message_changes",
            "chat.imports",
            "chat.import_exceptions",
            "public.users")) {
      rows.addAll(
          column(chat, "SELECT '" + table + "' || t::text FROM " + table + " t ORDER BY 1"));
    }
    return rows;
  }

  @Test
  void givenHistory_whenImported_thenEachMessageIsThereAsItWas() {
    node.fill(2_000);

    ImportReport report = run();

    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.stored()).isEqualTo(2_000);
    assertThat(report.readDifferently()).isZero();
    assertThat(report.rows()).extracting(Row::equal).containsOnly(true);
    assertThat(report.rows().get(2).here()).isEqualTo("2000");
    assertCountsAreRight();
  }

  @Test
  void givenHistory_whenImported_thenPositionsFollowTimeAndIdAndTheInboxIsKept() {
    node.fill(2_000);

    run();

    assertThat(
            column(chat, "SELECT id FROM chat.messages ORDER BY conversation_id, created_at, id"))
        .isEqualTo(column(chat, "SELECT id FROM chat.messages ORDER BY conversation_id, seq"));
    assertThat(
            column(
                chat,
                """
                SELECT concat_ws('|', id, participant_2_id, participant_1_id, created_at, last_message_at,
                  last_message) FROM chat.conversations ORDER BY id
                """))
        .isEqualTo(
            node.column(
                """
                SELECT concat_ws('|', c.id, c.participant_1_id, c.participant_2_id,
                  c."createdAt"::timestamptz(3), m.last_at::timestamptz(3), m.last)
                FROM "Conversations" c
                CROSS JOIN LATERAL (
                  SELECT max("createdAt") AS last_at,
                    (array_agg(content ORDER BY "createdAt" DESC, id DESC)
                      FILTER (WHERE "deletedAt" IS NULL))[1] AS last
                  FROM "Messages" WHERE conversation_id = c.id) m
                ORDER BY c.id
                """));
  }

  @Test
  void givenHistory_whenImported_thenTheServiceGoesOnBehindIt() {
    node.fill(100);
    run();

    try (PostgresStores stores = PostgresStores.open(chat.config())) {
      var draft =
          new MessageDraft(
              new UserId(1),
              new UserId(2),
              Optional.empty(),
              new MessageContent("first of a new pair"),
              Optional.empty(),
              Optional.empty());
      var stored = Await.await(stores.messages().append(draft)).message();

      assertThat(stored.id().value()).isEqualTo(101);
      assertThat(stored.conversation().value())
          .isEqualTo(
              Long.parseLong(column(chat, "SELECT count(*) FROM chat.conversations").get(0)));
    }
    assertCountsAreRight();
  }

  @Test
  void givenHistory_whenImportedAgain_thenNothingChanges() {
    node.fill(2_000);
    run();
    List<String> before = chatRows();

    ImportReport report = run();

    assertThat(chatRows()).isEqualTo(before);
    assertThat(report.isComplete()).isTrue();
    assertThat(report.stored()).isZero();
  }

  @Test
  void givenSourceThatWentOn_whenImportedAgain_thenWhatChangedIsBroughtOver() {
    node.fill(500);
    run();
    node.message(600, 1, 5, 1, "new");
    node.message(601, 8, 9, 77, "of a new pair");
    node.run(
        "UPDATE \"Messages\" SET is_read = true, read_at = '2024-09-01T00:00:00Z'"
            + " WHERE receiver_id = 6 AND NOT is_read",
        "UPDATE \"Messages\" SET \"deletedAt\" = NULL WHERE id = 97",
        "UPDATE \"Messages\" SET content = 'edited', \"updatedAt\" = '2024-09-02T00:00:00Z'"
            + " WHERE id = 11");
    node.delete("2024-09-03T00:00:00Z", 12);
    long conversation =
        Long.parseLong(
            node.column(
                    "SELECT conversation_id FROM \"Messages\" WHERE sender_id IN (1, 5) AND receiver_id IN (1, 5) LIMIT 1")
                .get(0));
    node.run("UPDATE \"Messages\" SET conversation_id = " + conversation + " WHERE id = 600");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.stored()).isEqualTo(2);
    assertThat(messagesOf(chat).stream().filter(line -> !line.startsWith("601|")).toList())
        .isEqualTo(node.messages().stream().filter(line -> !line.startsWith("601|")).toList());
    assertThat(column(chat, "SELECT message_id FROM chat.message_changes ORDER BY 1"))
        .containsExactly("12", "97");
    assertThat(column(chat, "SELECT revision FROM chat.imports")).containsExactly("2");
    assertCountsAreRight();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6})
  void givenImportThatWasBrokenOff_whenRunAgain_thenAllIsThereOnce(int advances) {
    node.fill(MANY);

    assertThatThrownBy(() -> run(failingAfter(advances), () -> false))
        .isInstanceOf(IllegalStateException.class);
    assertThat(column(chat, "SELECT id FROM chat.conversations")).as("half an import").isEmpty();
    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.stored()).isEqualTo(MANY);
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertCountsAreRight();
  }

  /** What a crash of the program leaves: batches that are committed, and nothing else. */
  private static ImportListener failingAfter(int advances) {
    return new ImportListener() {
      private int left = advances;

      @Override
      public void begins(String what, long total, long done) {}

      @Override
      public void advances(long rows) {
        if (--left == 0) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }

  @Test
  void givenImportThatWasBrokenOff_whenItIsGivenUp_thenNothingOfItIsLeftAndItCanBeginAnew()
      throws SQLException {
    node.fill(MANY);
    assertThatThrownBy(() -> run(failingAfter(5), () -> false))
        .isInstanceOf(IllegalStateException.class);
    assertThat(NodeChatImport.isUnfinished(dataSource(chat))).isTrue();

    NodeChatImport.abandon(dataSource(chat));

    assertThat(NodeChatImport.isUnfinished(dataSource(chat))).isFalse();
    assertThat(column(chat, "SELECT id FROM chat.messages")).isEmpty();
    assertThat(run().isComplete()).isTrue();
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertCountsAreRight();
  }

  @Test
  void givenDatabaseThatCrashedWhileMessagesWereStored_whenRunAgain_thenAllIsThereOnce() {
    node.fill(MANY);
    assertThatThrownBy(() -> run(failingAfter(5), () -> false))
        .isInstanceOf(IllegalStateException.class);
    assertThat(column(chat, "SELECT count(*) > 0 FROM chat.messages")).containsExactly("t");
    chat.run(
        "TRUNCATE chat.import_progress, chat.import_users, chat.import_conversations,"
            + " chat.import_messages, chat.import_pairs, chat.import_order");

    run();

    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertCountsAreRight();
  }

  @Test
  void givenImportThatIsAskedToEnd_whenRunAgain_thenItGoesOn() {
    node.fill(MANY);
    int[] rows = new int[1];
    ImportListener counting =
        new ImportListener() {
          @Override
          public void begins(String what, long total, long done) {}

          @Override
          public void advances(long advanced) {
            rows[0] += (int) advanced;
          }
        };

    assertThatThrownBy(() -> run(counting, () -> rows[0] > 0))
        .isInstanceOf(ImportStoppedException.class);
    run();

    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertCountsAreRight();
  }

  @Test
  void givenMessagesThatCannotBeTaken_whenImported_thenEachIsNamedWithItsReason() {
    node.conversation(1, 1, 2);
    node.message(1, 1, 2, 1, "fine");
    node.message(2, 1, 1, 1, "to himself");
    node.message(3, 20, 21, 1, "of two who are gone");
    node.message(4, 20, 2, 77, "of one who is gone");
    node.message(5, 1, 2, 1, "   ");
    node.message(6, 1, 2, 1, "too long");
    node.message(7, 1, 2, 99, "without a receiver");
    node.message(8, 1, 2, 1, "without a sender");
    node.message(9, 1, 2, 1, "without a time");
    node.message(10, 1, 2, 1, "no text");
    node.run(
        "UPDATE \"Messages\" SET content = repeat('x', 10001) WHERE id = 6",
        "UPDATE \"Messages\" SET receiver_id = NULL WHERE id = 7",
        "UPDATE \"Messages\" SET sender_id = NULL WHERE id = 8",
        "UPDATE \"Messages\" SET \"createdAt\" = NULL, \"updatedAt\" = NULL WHERE id = 9",
        "UPDATE \"Messages\" SET content = NULL WHERE id = 10");

    ImportReport report = run();

    assertThat(report.isComplete()).isFalse();
    assertThat(report.rows()).extracting(Row::equal).containsOnly(true);
    assertThat(column(chat, "SELECT id FROM chat.messages ORDER BY id")).containsExactly("1", "4");
    assertThat(report.exceptions())
        .containsExactly(
            Map.entry(ImportReason.WITHOUT_TIME, new Exceptions(1, List.of(9L))),
            Map.entry(ImportReason.NO_SENDER, new Exceptions(1, List.of(8L))),
            Map.entry(ImportReason.NO_RECEIVER, new Exceptions(1, List.of(7L))),
            Map.entry(ImportReason.TO_SENDER, new Exceptions(1, List.of(2L))),
            Map.entry(ImportReason.USERS_UNKNOWN, new Exceptions(1, List.of(3L))),
            Map.entry(ImportReason.WITHOUT_TEXT, new Exceptions(2, List.of(5L, 10L))),
            Map.entry(ImportReason.TEXT_UNFIT, new Exceptions(1, List.of(6L))));
    assertCountsAreRight();
  }

  @Test
  void givenMessagesThatDoNotFitAsTheyAre_whenImported_thenTheyAreCompleted() {
    node.conversation(1, 2, 1);
    node.conversation(2, 3, 1);
    node.message(1, 1, 2, 1, "");
    node.message(2, 1, 2, 1, "a picture");
    node.message(3, 1, 2, 1, "of 2");
    node.message(4, 1, 2, 2, "in the wrong conversation");
    node.message(5, 2, 1, 1, "b");
    node.run(
        "UPDATE \"Messages\" SET attachment_url = 'https://files.example/1' WHERE id = 1",
        "UPDATE \"Messages\" SET attachment_url = '/uploads/a b.png' WHERE id = 2",
        "UPDATE \"Messages\" SET receiver_id = NULL WHERE id = 3",
        "UPDATE \"Messages\" SET conversation_id = NULL, attachment_url = '' WHERE id = 5");

    ImportReport report =
        run(Optional.of(URI.create("https://chat.example/")), NOBODY, () -> false);

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(
            column(
                chat,
                "SELECT concat_ws('|', id, conversation_id, receiver_id, content, attachment_url)"
                    + " FROM chat.messages ORDER BY id"))
        .containsExactly(
            "1|1|2|https://files.example/1|https://files.example/1",
            "2|1|2|a picture|https://chat.example/uploads/a%20b.png",
            "3|1|2|of 2",
            "4|1|2|in the wrong conversation",
            "5|1|1|b");
    assertThat(report.exceptions().keySet())
        .containsExactly(
            ImportReason.ATTACHMENT_COMPLETED,
            ImportReason.TEXT_OF_ATTACHMENT,
            ImportReason.RECEIVER_OF_CONVERSATION,
            ImportReason.OTHER_CONVERSATION);
    assertThat(report.withoutMessages()).isEqualTo(1);
  }

  @Test
  void givenPathAsAttachmentAndNoBase_whenImported_thenTheLossIsNamed() {
    node.message(1, 1, 2, 1, "a picture");
    node.run("UPDATE \"Messages\" SET attachment_url = '/uploads/1.png' WHERE id = 1");

    ImportReport report = run();

    assertThat(report.isComplete()).isFalse();
    assertThat(report.exceptions().keySet()).containsExactly(ImportReason.ATTACHMENT_UNFIT);
    assertThat(column(chat, "SELECT content FROM chat.messages")).containsExactly("a picture");
  }

  @Test
  void givenTwoConversationsOfOnePair_whenImported_thenTheyAreOneWithTheSmallerId() {
    node.conversation(3, 1, 2);
    node.conversation(7, 2, 1);
    node.message(1, 1, 2, 7, "a");
    node.message(2, 2, 1, 3, "b");
    node.message(3, 3, 4, 0, "of a pair without a row");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.merged()).isEqualTo(1);
    assertThat(
            column(
                chat,
                "SELECT concat_ws('|', conversation_id, seq, content) FROM chat.messages ORDER BY id"))
        .containsExactly("3|1|a", "3|2|b", "1000008|1|of a pair without a row");
  }

  @Test
  void givenUnreadMessagesBeforeReadOnes_whenImported_thenUnreadCountsAreKept() {
    node.conversation(1, 1, 2);
    for (int id = 1; id <= 6; id++) {
      node.message(id, 1, 2, 1, "message " + id);
    }
    node.message(7, 2, 1, 1, "an answer");
    node.read("2024-03-01T00:00:00Z", 1, 2);
    node.read("2024-03-02T00:00:00Z", 4, 5);
    node.delete("2024-03-03T00:00:00Z", 2);

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.readDifferently()).isEqualTo(2);
    assertThat(
            column(
                chat,
                "SELECT concat_ws('|', user_id, read_seq, unread_count) FROM chat.participants ORDER BY 1"))
        .containsExactly("1|0|1", "2|4|2");
    assertThat(
            column(
                chat,
                "SELECT read_at AT TIME ZONE 'UTC' FROM chat.message_details WHERE is_read ORDER BY seq"))
        .containsExactly(
            "2024-03-01 00:00:00",
            "2024-03-01 00:00:00",
            "2024-03-02 00:00:00",
            "2024-03-02 00:00:00");
  }

  @Test
  void givenOlderTables_whenImported_thenTheyAreReadAllTheSame() {
    node.run(
        "DROP TABLE \"Messages\", \"Conversations\"",
        """
        CREATE TABLE conversations (id bigserial PRIMARY KEY, participant_1_id integer,
          participant_2_id integer, created_at timestamp)
        """,
        """
        CREATE TABLE messages (id bigserial PRIMARY KEY, "senderId" integer, "receiverId" integer,
          "conversationId" integer, content varchar(500), "isRead" smallint,
          created_at timestamp NOT NULL)
        """,
        "INSERT INTO conversations VALUES (1, 1, 2, '2024-01-01 00:00:00')",
        "INSERT INTO messages VALUES (1, 1, 2, 1, 'a', 1, '2024-01-01 10:00:00.5'),"
            + " (2, 1, 2, 1, 'b', 0, '2024-01-01 11:00:00')");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(
            column(
                chat,
                "SELECT concat_ws('|', content, is_read, created_at AT TIME ZONE 'UTC')"
                    + " FROM chat.message_details ORDER BY id"))
        .containsExactly("a|t|2024-01-01 10:00:00.5", "b|f|2024-01-01 11:00:00");
  }

  @Test
  void givenIdsThatAreNoNumbers_whenImported_thenItIsRefused() {
    node.run("ALTER TABLE \"Messages\" ALTER COLUMN sender_id TYPE text");

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefusedException.class)
        .hasMessageContaining("\"sender_id\" of the source's \"Messages\" is of type text");
  }

  @Test
  void givenDatabaseOfSomethingElse_whenImported_thenItIsRefused() {
    node.run("DROP TABLE \"Messages\"");

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefusedException.class)
        .hasMessageContaining("no table \"Messages\" or messages");
  }

  @Test
  void givenUsersOfOtherPeople_whenImported_thenItIsRefusedAndNothingChanges() {
    node.fill(10);
    chat.run("INSERT INTO users (id, name, username) VALUES (3, 'Ada', 'ada')");

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefusedException.class)
        .hasMessageContaining("User 3 is 'ada' in the chat and 'user3' in the source");
    assertThat(column(chat, "SELECT id FROM users")).containsExactly("3");
    assertThat(column(chat, "SELECT id FROM chat.messages")).isEmpty();
  }

  @Test
  void givenChatWithMessagesOfItsOwn_whenImported_thenItIsRefused() {
    node.fill(10);
    chat.run(
        "INSERT INTO users (id, name, username) SELECT n, 'User ' || n, 'user' || n"
            + " FROM generate_series(1, 2) n");
    send(1, 2);

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefusedException.class)
        .hasMessageContaining("has messages of its own already");
  }

  @Test
  void givenServiceThatHasBegun_whenImportedAgain_thenItIsRefusedAndNothingChanges() {
    node.fill(10);
    run();
    send(1, 5);
    node.message(11, 1, 5, 1, "too late");
    List<String> before = chatRows();

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefusedException.class)
        .hasMessageContaining("has stored messages since the last import");
    assertThat(chatRows()).isEqualTo(before);
  }

  private void send(long sender, long receiver) {
    try (PostgresStores stores = PostgresStores.open(chat.config())) {
      var unused =
          Await.await(
              stores
                  .messages()
                  .append(
                      new MessageDraft(
                          new UserId(sender),
                          new UserId(receiver),
                          Optional.empty(),
                          new MessageContent("live"),
                          Optional.empty(),
                          Optional.empty())));
    }
  }

  @Test
  void givenServiceAtWork_whenImported_thenItIsRefused() throws SQLException {
    Properties properties = new Properties();
    PostgresConfig config = chat.config();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("ApplicationName", "chat");
    try (Connection service = DriverManager.getConnection(config.jdbcUrl(), properties);
        Statement statement = service.createStatement()) {
      statement.execute("SELECT 1");

      assertThatThrownBy(this::run)
          .isInstanceOf(ImportRefusedException.class)
          .hasMessageContaining("A service of this chat is running");
    }
  }

  @Test
  void givenUsersWithTheSameName_whenImported_thenAllAreThere() {
    node.run(
        "ALTER TABLE users DROP CONSTRAINT users_username_key",
        "ALTER TABLE users ALTER COLUMN username DROP NOT NULL",
        "UPDATE users SET username = 'user1' WHERE id = 2",
        "UPDATE users SET username = NULL WHERE id = 3");
    node.message(1, 1, 2, 1, "hello");

    run();

    assertThat(column(chat, "SELECT username FROM users WHERE id < 4 ORDER BY id"))
        .containsExactly("user1", "user1-2", "user3");
    chat.run("INSERT INTO users (name, username) VALUES ('Next', 'next')");
    assertThat(column(chat, "SELECT id FROM users WHERE username = 'next'")).containsExactly("10");
  }

  @Test
  void givenMessageThatAnImportDeleted_whenTheSourceHasRestoredIt_thenItIsRestored() {
    node.conversation(1, 1, 2);
    node.message(1, 1, 2, 1, "deleted and restored");
    run();
    node.delete("2024-03-01T00:00:00Z", 1);
    run();
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    node.run("UPDATE \"Messages\" SET \"deletedAt\" = NULL");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertCountsAreRight();
  }

  @Test
  void givenMessageThatAUserDeleted_whenImportedAgain_thenItStaysDeleted() {
    node.conversation(1, 1, 2);
    node.message(1, 1, 2, 1, "deleted here");
    run();
    try (PostgresStores stores = PostgresStores.open(chat.config())) {
      var unused = stores.messages().delete(new MessageId(1));
    }

    run();

    assertThat(column(chat, "SELECT deleted_at IS NOT NULL FROM chat.messages"))
        .containsExactly("t");
    assertCountsAreRight();
  }

  @Test
  void givenImportThatWasGivenUpAfterItStoredUsers_whenRunAgain_thenTheyAreTheSamePeople()
      throws SQLException {
    node.run(
        "ALTER TABLE users DROP CONSTRAINT users_username_key",
        "ALTER TABLE users ALTER COLUMN username DROP NOT NULL",
        "UPDATE users SET username = 'user1' WHERE id = 2",
        "UPDATE users SET username = NULL WHERE id = 3");
    node.fill(10);
    assertThatThrownBy(() -> run(failingAt("Storing messages"), () -> false))
        .isInstanceOf(IllegalStateException.class);
    NodeChatImport.abandon(dataSource(chat));
    node.run("UPDATE users SET username = 'renamed' WHERE id = 4");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
  }

  private static ImportListener failingAt(String part) {
    return new ImportListener() {
      @Override
      public void begins(String what, long total, long done) {
        if (what.equals(part)) {
          throw new IllegalStateException("killed");
        }
      }

      @Override
      public void advances(long rows) {}
    };
  }

  @Test
  void givenPairWithoutConversation_whenTheSourceGoesOn_thenItsConversationsKeepTheirIds() {
    node.conversation(1, 1, 2);
    node.message(1, 1, 2, 1, "a");
    node.message(2, 3, 4, 0, "of a pair without a row");
    run();
    node.conversation(2, 5, 6);
    node.message(3, 5, 6, 2, "b");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(column(chat, "SELECT conversation_id FROM chat.messages ORDER BY id"))
        .containsExactly("1", "1000002", "2");
  }

  @Test
  void givenConversationsWithoutMessages_whenImported_thenTheServiceDoesNotGiveTheirIds() {
    node.fill(10);
    node.conversation(700, 8, 9);
    run();

    assertThat(column(chat, "SELECT nextval('chat.conversations_id_seq')")).containsExactly("701");
  }

  @Test
  void givenSourceThatLostItsLastMessage_whenRunAgainAfterACrash_thenItGoesOn() {
    node.fill(100);
    assertThatThrownBy(() -> run(failingAt("Storing messages"), () -> false))
        .isInstanceOf(IllegalStateException.class);
    chat.run(
        "TRUNCATE chat.import_progress, chat.import_users, chat.import_conversations,"
            + " chat.import_messages, chat.import_pairs, chat.import_order");
    node.run("DELETE FROM \"Messages\" WHERE id = 100");

    ImportReport report = run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    assertThat(column(chat, "SELECT nextval('chat.messages_id_seq')")).containsExactly("101");
  }

  @Test
  void givenProgramThatWasKilledInAStatement_whenTheNextOneLocks_thenItDoesNotWaitForTheStatement()
      throws Exception {
    try (Connection killed = chat.connect();
        Connection next = chat.connect();
        Statement endless = killed.createStatement()) {
      assumeThat(killed.getMetaData().getDatabaseMajorVersion()).isGreaterThanOrEqualTo(14);
      killed.setAutoCommit(false);
      next.setAutoCommit(false);
      Target target = new Target(killed);
      target.prepare();
      target.lock();
      var statement =
          CompletableFuture.runAsync(
              () -> {
                try {
                  endless.execute("SELECT pg_sleep(60)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (column(chat, "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'")
          .isEmpty()) {
        assertThat(statement).isNotDone();
      }

      killed.abort(Runnable::run);

      new Target(next).lock();
      assertThat(statement).isCompletedExceptionally();
    }
  }

  @Test
  void givenMessagesOfTheHostInTheSameDatabase_whenImported_thenTheyAreThere() {
    node.fill(50);
    SchemaMigration.migrate(dataSource(node.database()));

    ImportReport report = inPlace();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(messagesOf(node.database())).isEqualTo(node.messages());
  }

  private ImportReport inPlace() {
    try {
      DataSource same = dataSource(node.database());
      return new NodeChatImport(same, same, Optional.empty(), NOBODY, () -> false).run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
