package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the contracts of the store do not say: other nodes, and rows that others removed. */
class GroupCommitTest {
  private static final int ROUNDS = 60;

  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void givenTwoNodes_whenBothWriteToTheSameConversations_thenNeitherLocksTheOtherOut()
      throws Exception {
    long before = deadlocks();
    // both are closed before deadlocks are counted: a session reports them when it ends
    try (PostgresStores one = PostgresStores.open(fixture.database().config());
        PostgresStores other = PostgresStores.open(fixture.database().config())) {
      List<CompletableFuture<Appended>> appended = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (int user = 1; user < 40; user++) {
          var sender = new UserId(round % 2 == 0 ? user : 40 - user);
          for (PostgresStores node : List.of(one, other)) {
            appended.add(
                node.messages()
                    .append(
                        aDraft().from(sender).to(new UserId(sender.value() + 1)).build(), x -> {})
                    .toCompletableFuture());
          }
        }
        if (round % 5 == 4) { // more at once would be refused
          CompletableFuture.allOf(appended.toArray(CompletableFuture[]::new))
              .get(1, TimeUnit.MINUTES);
        }
      }

      assertThat(appended)
          .extracting(append -> append.join().message().sequence().value())
          .filteredOn(sequence -> sequence == ROUNDS * 2L)
          .hasSize(39);
    }
    assertThat(deadlocks() - before).isZero();
    assertThat(new Recount(fixture.postgres().dataSource()).check()).isEmpty();
  }

  @Test
  void givenConversationThatSomebodyRemoved_whenAppended_thenItBeginsAnewAndTheOthersGoOn()
      throws Exception {
    Message lost = fixture.stores().send(aDraft().from(ALICE).to(BOB));
    fixture.stores().send(aDraft().from(ALICE).to(CAROL));
    fixture
        .database()
        .run(
            "DELETE FROM chat.messages WHERE conversation_id = " + lost.conversation().value(),
            "DELETE FROM chat.participants WHERE conversation_id = " + lost.conversation().value(),
            "DELETE FROM chat.conversations WHERE id = " + lost.conversation().value());

    List<CompletableFuture<Appended>> appended = new ArrayList<>();
    for (UserId receiver : List.of(BOB, CAROL, BOB, CAROL)) {
      appended.add(
          fixture
              .postgres()
              .messages()
              .append(aDraft().from(ALICE).to(receiver).build(), x -> {})
              .toCompletableFuture());
    }

    assertThat(appended)
        .extracting(append -> append.get(1, TimeUnit.MINUTES).message().sequence())
        .containsExactly(new Sequence(1), new Sequence(2), new Sequence(2), new Sequence(3));
    assertThat(appended.get(0).join().message().conversation()).isNotEqualTo(lost.conversation());
  }

  @Test
  void givenConversationThatIsAnotherPairsNow_whenAppended_thenNothingGoesThere() throws Exception {
    Message lost = fixture.stores().send(aDraft().from(ALICE).to(BOB));
    long id = lost.conversation().value();
    fixture
        .database()
        .run(
            "DELETE FROM chat.messages",
            "UPDATE chat.participants SET user_id = user_id + 2, unread_count = 0",
            "UPDATE chat.conversations SET participant_1_id = participant_1_id + 2,"
                + " participant_2_id = participant_2_id + 2, last_seq = 0, message_count = 0");

    Message own = fixture.stores().send(aDraft().from(ALICE).to(BOB));

    assertThat(own.conversation()).isNotEqualTo(lost.conversation());
    assertThat(own.sequence()).isEqualTo(new Sequence(1));
    assertThat(number("SELECT last_seq FROM chat.conversations WHERE id = " + id)).isZero();
    assertThat(new Recount(fixture.postgres().dataSource()).check()).isEmpty();
  }

  private long deadlocks() throws SQLException {
    return number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  private long number(String query) throws SQLException {
    try (Connection connection = fixture.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
