package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.testkit.contract.MessageStoreContract;
import io.parley.testkit.contract.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresMessageStoreTest implements MessageStoreContract {
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
  void givenReceiverWhoIsNoMore_whenAppendedAgain_thenTheFirstMessageIsReturned() {
    MessageDraft draft = aDraft().from(ALICE).to(BOB).knownAs("again").build();
    Message first = await(stores().messages().append(draft)).message();
    fixture.database().run("DELETE FROM users WHERE id = " + BOB.value());

    try (PostgresStores later = PostgresStores.open(fixture.database().config())) {
      Appended again = await(later.messages().append(draft));
      assertThat(again.duplicate()).isTrue();
      assertThat(again.message().id()).isEqualTo(first.id());
      assertThat(
              refusalOf(
                  () ->
                      await(
                          later
                              .messages()
                              .append(aDraft().from(ALICE).to(BOB).knownAs("new").build()))))
          .isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    }
  }

  @Test
  void givenARowThatSomebodyHolds_whenAppendedInGroups_thenTheOthersAreStored()
      throws SQLException {
    Message held = stores().send(ALICE, BOB, "one").get(0);
    stores().send(ALICE, CAROL, "one");
    try (Connection holder = fixture.database().connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM chat.conversations WHERE id = "
              + held.conversation().value()
              + " FOR UPDATE");
      List<CompletionStage<Appended>> blocked = new ArrayList<>();
      List<CompletionStage<Appended>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        blocked.add(stores().messages().append(aDraft().from(ALICE).to(BOB).build()));
        others.add(stores().messages().append(aDraft().from(ALICE).to(CAROL).build()));
      }

      others.forEach(
          append -> assertThat(await(append).message().receiver().id()).isEqualTo(CAROL));
      blocked.forEach(
          append ->
              assertThat(refusalOf(() -> await(append))).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
      holder.rollback();
    }
    assertThat(await(stores().messages().append(aDraft().from(ALICE).to(BOB).build())).message())
        .extracting(message -> message.sequence().value())
        .isEqualTo(2L);
  }
}
