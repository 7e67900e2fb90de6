package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.message.Message;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Position;
import io.parley.testkit.contract.MessageLogContract;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresMessageLogTest implements MessageLogContract {
  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  public Stores stores() {
    return fixture.stores();
  }

  @Test
  void givenSmallerIdNotYetCommitted_whenRead_thenTheLargerOneWaitsForIt() throws SQLException {
    Message first = stores().send(ALICE, BOB, "one").get(0);
    MessageLog log = stores().log();
    try (Connection slow = fixture.database().connect()) {
      slow.setAutoCommit(false);
      try (Statement statement = slow.createStatement()) {
        statement.execute(
            "INSERT INTO chat.messages"
                + " (conversation_id, seq, sender_id, receiver_id, content, created_at, updated_at)"
                + " VALUES (77, 1, 1, 2, 'slow', now(), now())");
      }
      Message later = stores().send(ALICE, BOB, "later").get(0);
      for (int look = 0; look < 20; look++) {
        assertThat(log.after(Position.START, 10).end().message())
            .isLessThanOrEqualTo(first.id().value());
      }

      slow.commit();

      assertThat(later.id().value()).isEqualTo(3);
    }
    assertThat(readUntil(3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenPosition_whenTheTableIsEmptied_thenTheLogDoesNotKnowItAnyMore() {
    stores().send(ALICE, BOB, "one");
    readUntil(1);
    Position position = stores().log().after(Position.START, 10).end();
    assertThat(stores().log().contains(position)).isTrue();

    fixture.database().run("TRUNCATE chat.messages RESTART IDENTITY");
    assertThat(stores().log().contains(position)).isFalse();

    stores().send(ALICE, BOB, "another one");
    assertThat(stores().log().contains(position)).isFalse();
  }

  @Test
  void givenPosition_whenOlderMessagesAreImported_thenTheLogDoesNotKnowItAnyMore() {
    stores().send(ALICE, BOB, "one");
    readUntil(1);
    Position position = stores().log().after(Position.START, 10).end();
    try {
      fixture.database().run("INSERT INTO chat.imports (revision) VALUES (1)");
      assertThat(stores().log().contains(position)).isFalse();

      Position later = stores().log().after(Position.START, 10).end();
      assertThat(stores().log().contains(later)).isTrue();
    } finally {
      fixture.database().run("DELETE FROM chat.imports");
    }
  }

  @Test
  void givenOldTransactionElsewhere_whenRead_thenNothingWaitsForIt() throws SQLException {
    fixture.database().run("CREATE TABLE IF NOT EXISTS public.orders (id bigint)");
    try (Connection old = fixture.database().connect()) {
      old.setAutoCommit(false);
      try (Statement statement = old.createStatement()) {
        statement.execute("INSERT INTO public.orders VALUES (1)");
      }
      stores().send(ALICE, BOB, "one");

      assertThat(readUntil(1)).containsExactly(1L);
    }
  }

  @Test
  void givenIdTakenByATransactionThatHasNotWrittenYet_whenRead_thenTheLargerOneWaitsForIt()
      throws SQLException {
    try (Connection slow = fixture.database().connect()) {
      slow.setAutoCommit(false);
      try (Statement statement = slow.createStatement()) {
        // As a COPY does: it locks the table and takes ids for rows that it stores later.
        statement.execute("LOCK TABLE chat.messages IN ROW EXCLUSIVE MODE");
        statement.execute("SELECT nextval('chat.messages_id_seq')");
        stores().send(ALICE, BOB, "later");
        for (int look = 0; look < 20; look++) {
          assertThat(stores().log().after(Position.START, 10).isEmpty()).isTrue();
        }
        statement.execute(
            "INSERT INTO chat.messages"
                + " (id, conversation_id, seq, sender_id, receiver_id, content, created_at, updated_at)"
                + " OVERRIDING SYSTEM VALUE VALUES (1, 77, 1, 1, 2, 'slow', now(), now())");
      }
      slow.commit();
    }

    assertThat(readUntil(2)).containsExactly(1L, 2L);
  }

  @Test
  void givenPositionBehindADelete_whenTheDeleteIsUndoneByARestore_thenTheLogDoesNotKnowIt() {
    Message message = stores().send(ALICE, BOB, "one").get(0);
    readUntil(1);
    stores().messages().delete(message.id());
    Position position = readUntilChange(1);
    assertThat(stores().log().contains(position)).isTrue();

    fixture.database().run("UPDATE chat.message_changes SET message_id = message_id + 1");
    assertThat(stores().log().contains(position)).isFalse();

    fixture.database().run("DELETE FROM chat.message_changes");
    assertThat(stores().log().contains(position)).isFalse();
  }

  @Test
  void givenTablesThatAreWrittenAnew_whenAReaderGoesOn_thenItsPositionIsKnown() {
    Message message = stores().send(ALICE, BOB, "one").get(0);
    stores().messages().delete(message.id());
    Position position = readUntilChange(1);

    fixture.database().run("VACUUM FULL chat.messages");
    fixture.database().run("VACUUM FULL chat.message_changes");

    assertThat(stores().log().contains(position)).isTrue();
  }

  @Test
  void givenOlderStateRestored_whenSomebodyWrites_thenTheIdsGivenAnewWaitForHim()
      throws SQLException {
    List<Message> sent = stores().send(ALICE, BOB, "one", "two");
    stores().messages().delete(sent.get(0).id());
    readUntilChange(1);
    fixture
        .database()
        .run(
            "DELETE FROM chat.message_changes",
            "SELECT setval('chat.message_changes_id_seq', 1, false)");
    try (Connection slow = fixture.database().connect()) {
      slow.setAutoCommit(false);
      try (Statement statement = slow.createStatement()) {
        statement.execute("LOCK TABLE chat.message_changes IN ROW EXCLUSIVE MODE");
        assertThat(stores().log().after(Position.START, 10).end()).isEqualTo(Position.START);
        statement.execute("INSERT INTO chat.message_changes (message_id) VALUES (1)");
      }
      slow.commit();
    }

    assertThat(readUntilChange(1).change()).isEqualTo(1);
  }

  @Test
  void givenChangeThatWasRolledBack_whenAReaderBegins_thenItsPositionIsKnown() throws SQLException {
    Message message = stores().send(ALICE, BOB, "one").get(0);
    stores().messages().delete(message.id());
    try (Connection failing = fixture.database().connect()) {
      failing.setAutoCommit(false);
      try (Statement statement = failing.createStatement()) {
        statement.execute("INSERT INTO chat.message_changes (message_id) VALUES (1)");
      }
      failing.rollback();
    }
    readUntil(1);

    Position position = stores().log().after(Position.START, 10).end();

    assertThat(position.change()).isEqualTo(1);
    assertThat(stores().log().contains(position)).isTrue();
  }

  @Test
  void givenAnImportedRowThatIsNoMessageOfOurs_whenRead_thenTheLogGoesOn() {
    fixture
        .database()
        .run(
            "INSERT INTO chat.messages"
                + " (conversation_id, seq, sender_id, receiver_id, content, created_at, updated_at)"
                + " VALUES (77, 1, 1, 2, '', now(), now()),"
                + " (77, 2, 1, 2, repeat('x', 20000), now(), now()),"
                + " (-1, 1, 0, -2, 'of nobody', now(), now())");

    assertThat(readUntil(3)).containsExactly(1L, 2L, 3L);
  }

  /** Follows from the start until a change is settled. */
  private Position readUntilChange(long last) {
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    Position position = Position.START;
    while (position.change() < last) {
      assertThat(System.nanoTime() - giveUpAt).as("nanoseconds too late").isNegative();
      position = stores().log().after(position, 10).end();
    }
    return position;
  }

  private List<Long> readUntil(long last) {
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    List<Long> ids;
    do {
      assertThat(System.nanoTime() - giveUpAt).as("nanoseconds too late").isNegative();
      ids =
          stores().log().after(Position.START, 10).messages().stream()
              .map(entry -> entry.id().value())
              .toList();
    } while (!ids.contains(last));
    return ids;
  }
}
