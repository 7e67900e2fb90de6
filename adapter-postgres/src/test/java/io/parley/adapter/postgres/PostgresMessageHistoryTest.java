package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.testkit.contract.MessageHistoryContract;
import io.parley.testkit.contract.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresMessageHistoryTest implements MessageHistoryContract {
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
  void givenTransactionThatIsOpen_whenASnapshotIsTaken_thenItDoesNotHaveTheMessage()
      throws SQLException {
    Message first = stores().send(ALICE, BOB, "one").get(0);
    try (Connection slow = fixture.database().connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(
          "INSERT INTO chat.messages"
              + " (conversation_id, seq, sender_id, receiver_id, content, created_at, updated_at)"
              + (" VALUES (" + first.conversation().value() + ", 2, 1, 2, 'slow', now(), now())"));
      Snapshot before = stores().history().snapshot();

      slow.commit();

      assertThat(stores().history().lastIn(before, first.conversation(), Sequence.NONE))
          .isEqualTo(new Sequence(1));
      assertThat(lastNow(first)).isEqualTo(new Sequence(2));
    }
  }

  @Test
  void givenSnapshotOfAStateThatIsLost_whenAsked_thenItHasNothing() {
    Message first = stores().send(ALICE, BOB, "one").get(0);
    Instant now = stores().history().now();

    Snapshot lost = new Snapshot(now, "1000000000:1000000000:");

    assertThat(stores().history().lastIn(lost, first.conversation(), Sequence.NONE))
        .isEqualTo(Sequence.NONE);
  }

  private Sequence lastNow(Message message) {
    return stores()
        .history()
        .lastIn(stores().history().snapshot(), message.conversation(), Sequence.NONE);
  }
}
