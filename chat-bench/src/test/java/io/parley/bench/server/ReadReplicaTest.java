package io.parley.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.database.Schema;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users look at, from a real standby that follows, is behind, is away, or is none. */
@Timeout(120)
class ReadReplicaTest {
  private static final UserId ALICE = new UserId(1);
  private static final UserId BOB = new UserId(2);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path files;

  private PostgresNode primary;
  private PostgresNode standby;
  private PostgresStores stores;
  private ConversationId conversation;

  @BeforeEach
  void start() throws Exception {
    primary = PostgresNode.start(files.resolve("primary"));
    int unused = SchemaMigration.migrate(Schema.unlimited(primary.connection()));
    on(
        primary,
        "INSERT INTO users (id, name, username) SELECT n, 'U' || n, 'u' || n"
            + " FROM generate_series(1, 2) n");
    standby = primary.startStandby(files.resolve("standby"));
    on(primary, "ALTER SYSTEM RESET synchronous_standby_names");
    on(primary, "SELECT pg_reload_conf()");
    open(standby.connection());
    conversation = send("first").conversation();
  }

  private void open(External second) {
    stores =
        PostgresStores.open(
            Schema.storesOf(primary.connection()),
            Optional.of(Schema.standbyOf(second)),
            Runnable::run);
  }

  @AfterEach
  void stop() {
    stores.close();
    standby.close();
    primary.close();
  }

  @Test
  void givenStandbyThatFollows_whenUsersLook_thenItAnswersWithWhatWasJustSent() throws Exception {
    long before = reads(standby);
    long end = System.nanoTime() + LIMIT.toNanos();
    for (int i = 0; reads(standby) == before; i++) {
      assertThat(System.nanoTime()).as("the standby answers").isLessThan(end);
      assertSeen(send("message " + i));
    }
  }

  @Test
  void givenStandbyThatIsBehind_whenUsersLook_thenTheyMissNothing() throws Exception {
    on(standby, "SELECT pg_wal_replay_pause()");
    for (int i = 0; i < 20; i++) {
      assertSeen(send("message " + i));
    }
    on(standby, "SELECT pg_wal_replay_resume()");
    assertSeen(send("last"));
  }

  @Test
  void givenStandbyThatIsAway_whenUsersLook_thenTheyMissNothing() {
    assertSeen(send("while it is there"));
    standby.close();
    for (int i = 0; i < 20; i++) {
      assertSeen(send("message " + i));
    }
  }

  @Test
  void givenStandbyThatBecomesAPrimary_whenUsersLook_thenTheyMissNothing() throws Exception {
    assertSeen(send("while it is one"));
    standby.promote();
    for (int i = 0; i < 20; i++) {
      assertSeen(send("message " + i));
    }
  }

  private void assertSeen(Message message) {
    Sequence next = new Sequence(message.sequence().value() + 1);
    List<Message> newest = stores.shownHistory().before(conversation, next, 1).messages();
    assertThat(newest).containsExactly(message);
    InboxEntry entry =
        stores.shownConversations().inbox(BOB, new PageRequest(1, 10)).items().get(0);
    assertThat(entry.unreadCount()).isEqualTo(message.sequence().value());
    assertThat(stores.shownHistory().findAll(List.of(message.id()))).containsExactly(message);
  }

  private Message send(String content) {
    MessageDraft draft =
        new MessageDraft(
            ALICE,
            BOB,
            Optional.empty(),
            new MessageContent(content),
            Optional.empty(),
            Optional.empty());
    return stores
        .messages()
        .append(draft, appended -> {})
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join()
        .message();
  }

  /** Rows of messages that were looked up, as far as the server has counted. */
  private static long reads(PostgresNode node) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(idx_scan, 0) + coalesce(seq_scan, 0) FROM pg_stat_all_tables"
                    + " WHERE relid = 'chat.messages'::regclass")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void on(PostgresNode node, String sql) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
