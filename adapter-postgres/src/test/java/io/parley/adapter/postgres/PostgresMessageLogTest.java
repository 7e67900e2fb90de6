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
  void givenAnImportedRowThatIsNoMessageOfOurs_whenRead_thenTheLogGoesOn() {
    fixture
        .database()
        .run(
            "INSERT INTO chat.messages"
                + " (conversation_id, seq, sender_id, receiver_id, content, created_at, updated_at)"
                + " VALUES (77, 1, 1, 2, '', now(), now()),"
                + " (77, 2, 1, 2, repeat('x', 20000), now(), now())");

    assertThat(readUntil(2)).containsExactly(1L, 2L);
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
