package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may wait for whom: reads, changes and appends when connections are short. */
@Timeout(60)
class PoolsTest {
  private static final int READERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PostgresFixture fixture = new PostgresFixture();
  private final PostgresStores stores = PostgresStores.open(fewConnections());
  private final List<Connection> held = new ArrayList<>();

  private PostgresConfig fewConnections() {
    PostgresConfig config = fixture.database().config();
    return new PostgresConfig(
        config.jdbcUrl(), config.user(), config.password(), READERS + 1, 1, 10, PATIENCE, PATIENCE);
  }

  @AfterEach
  void close() throws SQLException {
    for (Connection connection : held) {
      connection.close();
    }
    stores.close();
    fixture.close();
  }

  @Test
  void givenReadersThatTakeAllConnections_whenAppended_thenNothingWaitsForThem() throws Exception {
    hold(READERS);
    MessageDraft draft = aDraft().from(ALICE).to(BOB).knownAs("again").build();

    Appended first = append(draft);
    Appended again = append(draft);

    assertThat(first.duplicate()).isFalse();
    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first.message());
  }

  @Test
  void givenDraftBehindALockedConversation_whenWatched_thenItIsSeenToWait() throws Exception {
    MessageDraft draft = aDraft().from(ALICE).to(BOB).build();
    append(draft);
    CompletableFuture<Appended> first;
    CompletableFuture<Appended> second;
    StoreStatistics waiting;
    try (Connection blocker = fixture.database().connect();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("SELECT 1 FROM chat.conversations FOR UPDATE");
      first = stores.messages().append(draft).toCompletableFuture();
      long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (stores.statistics().waitingDrafts() > 0 && System.nanoTime() - giveUpAt < 0) {
        Thread.onSpinWait(); // until a writer has it
      }
      second = stores.messages().append(draft).toCompletableFuture();
      waiting = stores.statistics();
      blocker.rollback();
    }
    CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);

    assertThat(waiting.waitingDrafts()).isEqualTo(1);
    assertThat(waiting.waitingCapacity()).isEqualTo(10);
    assertThat(waiting.standby()).isEmpty();
    assertThat(stores.statistics().waitingDrafts()).isZero();
  }

  @Test
  void givenOneFreeConnection_whenDeletedAndRestored_thenItIsEnough() throws Exception {
    Message message = fixture.stores().send(aDraft().from(ALICE).to(BOB));
    hold(READERS - 1);

    assertThat(stores.messages().delete(message.id()).changed()).isTrue();
    assertThat(stores.messages().restore(message.id()).message().deletedAt()).isEmpty();
  }

  /** A refusal from memory would be sooner than one that is looked for, and tell what is there. */
  @Test
  void givenNoFreeConnection_whenAskedWhoIsInAConversation_thenOnlyItsUsersAreAnsweredFromMemory()
      throws Exception {
    ConversationId conversation =
        append(aDraft().from(ALICE).to(BOB).build()).message().conversation();
    hold(READERS);

    assertThat(stores.conversations().participants(conversation, BOB)).isPresent();
    for (ConversationId any : List.of(conversation, new ConversationId(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> stores.conversations().participants(any, CAROL))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> stores.receipts().markRead(any, CAROL, Optional.empty()))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void givenStatementThatTakesTooLong_whenItsCallerGivesUp_thenTheDatabaseHasGivenUpToo()
      throws Exception {
    try (Connection connection = stores.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(3600)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
    assertThat(sleepers()).isZero();
  }

  private void hold(int connections) throws SQLException {
    for (int i = 0; i < connections; i++) {
      held.add(stores.dataSource().getConnection());
    }
  }

  private Appended append(MessageDraft draft) throws Exception {
    CompletableFuture<Appended> outcome =
        stores.messages().append(draft, stored -> {}).toCompletableFuture();
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private long sleepers() throws SQLException {
    try (Connection connection = fixture.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3600)'"
                    + " AND state = 'active'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
