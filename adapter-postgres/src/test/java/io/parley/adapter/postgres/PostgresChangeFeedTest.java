package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.sync.SyncCursor;
import io.parley.testkit.contract.ChangeFeedContract;
import io.parley.testkit.contract.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresChangeFeedTest implements ChangeFeedContract {
  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  public Stores stores() {
    return fixture.stores();
  }

  private Changes since(SyncCursor cursor) {
    return stores().changes().since(BOB, Optional.of(cursor), LIMIT);
  }

  private SyncCursor now() {
    return stores().changes().since(BOB, Optional.empty(), LIMIT).next();
  }

  @Test
  void givenATransactionThatBeganBefore_whenItCommitsAfterTheCursor_thenItsMessageIsTold()
      throws SQLException {
    Message slow = stores().send(CAROL, BOB, "one").get(0);
    try (Connection late = fixture.database().connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute(
          "UPDATE chat.conversations SET last_seq = 2, message_count = 2 WHERE id = "
              + slow.conversation().value());
      statement.execute(
          "INSERT INTO chat.messages"
              + " (conversation_id, seq, sender_id, receiver_id, content, created_at, updated_at)"
              + " VALUES ("
              + slow.conversation().value()
              + ", 2, 3, 2, 'late', now(), now())");
      statement.execute(
          "UPDATE chat.participants SET xid = pg_current_xact_id() WHERE conversation_id = "
              + slow.conversation().value());
      stores().send(ALICE, BOB, "meanwhile");
      SyncCursor cursor = now();
      assertThat(since(cursor).messages()).isEmpty();

      late.commit();

      assertThat(since(cursor).messages())
          .extracting(message -> message.content().text())
          .containsExactly("late");
    }
  }

  @Test
  void givenALateTransaction_whenAnAnswerInPartsTellsOfItsConversation_thenNothingIsLeftOut()
      throws SQLException {
    Message other = stores().send(ALICE, BOB, "one").get(0);
    Message deleted = stores().send(CAROL, BOB, "two").get(0);
    assertThat(other.conversation().value()).isLessThan(deleted.conversation().value());
    SyncCursor cursor = now();
    stores().send(ALICE, BOB, "three");
    try (Connection late = fixture.database().connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("SELECT pg_current_xact_id()"); // a smaller one than that of the delete
      stores().messages().delete(deleted.id());
      statement.execute(
          "UPDATE chat.participants SET xid = pg_current_xact_id() WHERE conversation_id = "
              + deleted.conversation().value());
      late.commit();
    }

    List<Message> told = new ArrayList<>();
    Changes part;
    do {
      part = stores().changes().since(BOB, Optional.of(cursor), 1);
      told.addAll(part.deleted());
      cursor = part.next();
    } while (part.hasMore());

    assertThat(told).extracting(Message::id).containsExactly(deleted.id());
  }

  @Test
  void givenAForgedSnapshot_whenUsed_thenItIsRefused() {
    SyncCursor cursor = now();
    FeedCursor known = FeedCursor.of(cursor);
    String snapshot = known.from().orElseThrow().toText();

    var forged = new SyncCursor(cursor.text().replace("_" + snapshot + "_", "_3.9.5.4_"));

    assertThat(forged.text()).isNotEqualTo(cursor.text());
    assertThat(refusalOf(() -> since(forged))).isEqualTo(ErrorCode.RESYNC_REQUIRED);
  }

  @Test
  void givenATransactionThatWasUndone_whenACursorIsGiven_thenItDoesNotCountOnItsNumber()
      throws SQLException {
    stores().send(ALICE, BOB, "one");
    long before = seenUpTo(now());
    try (Connection undone = fixture.database().connect();
        Statement statement = undone.createStatement()) {
      undone.setAutoCommit(false);
      statement.execute("SELECT pg_current_xact_id()");
      undone.rollback();
    }

    // After a crash the number may be given to a transaction that stores a message.
    assertThat(seenUpTo(now())).isEqualTo(before);
  }

  private static long seenUpTo(SyncCursor cursor) {
    return FeedCursor.of(cursor).from().orElseThrow().xmax();
  }

  @Test
  void givenACursorAheadOfTheDatabase_whenUsed_thenItIsRefused() {
    stores().send(ALICE, BOB, "one");
    FeedCursor known = FeedCursor.of(now());
    long future = known.from().orElseThrow().xmax() + 1_000_000;

    FeedCursor ahead = FeedCursor.at(known.origin(), BOB, new Snapshot(future, future, List.of()));

    assertThat(refusalOf(() -> since(ahead.toCursor()))).isEqualTo(ErrorCode.RESYNC_REQUIRED);
  }

  @Test
  void givenACursorOfAnotherDatabase_whenUsed_thenItIsRefused() {
    FeedCursor known = FeedCursor.of(now());

    FeedCursor foreign = FeedCursor.at("another", BOB, known.from().orElseThrow());

    assertThat(refusalOf(() -> since(foreign.toCursor()))).isEqualTo(ErrorCode.RESYNC_REQUIRED);
  }

  @Test
  void
      givenDataOfAnotherDatabase_whenItIsNotMigratedYet_thenNothingIsToldAndAfterwardsAllThatIsNew() {
    Message carried = stores().send(ALICE, BOB, "carried").get(0);
    stores().messages().delete(carried.id());
    stores().receipts().markRead(carried.conversation(), BOB, Optional.empty());
    fixture
        .database()
        .run(
            "UPDATE chat.messages SET xid = '99999999999'",
            "UPDATE chat.participants SET xid = '99999999999'",
            "UPDATE chat.message_changes SET xid = '99999999999'",
            "UPDATE chat.read_marks SET xid = '99999999999'",
            "UPDATE chat.xid_origin SET database = 'another'");
    assertThat(refusalOf(this::now)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);

    SchemaMigration.migrate(fixture.postgres().dataSource());
    SyncCursor cursor = now();
    assertThat(since(cursor).conversations()).isEmpty();
    List<Message> sent = stores().send(ALICE, BOB, "new");

    Changes changes = since(cursor);
    assertThat(changes.messages()).isEqualTo(sent);
    assertThat(changes.deleted()).isEmpty();
    assertThat(changes.reads()).isEmpty();
  }

  @Test
  void givenManyTransactionsUnderWay_whenACursorIsGiven_thenItStaysShort() {
    long first = 1_000_000_000_000L;
    List<Long> running = LongStream.range(first, first + 500).boxed().toList();
    Snapshot snapshot = new Snapshot(first, first + 1_000, running);
    var page = new FeedCursor.Page(snapshot, first, new ChangeWalk.Place(Long.MAX_VALUE, 1, 1));

    SyncCursor cursor =
        FeedCursor.at("00000000-0000-0000-0000-000000000000", BOB, snapshot).with(page).toCursor();

    assertThat(FeedCursor.of(cursor).page()).contains(page);
    assertThat(cursor.text().length()).isLessThan(SyncCursor.MAX_LENGTH);
  }
}
