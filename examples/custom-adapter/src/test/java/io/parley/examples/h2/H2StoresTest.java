package io.parley.examples.h2;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.Chat;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageLog.Position;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.sync.SyncCursor;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Await;
import io.parley.testkit.fixture.RecordingNotifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about these stores. */
class H2StoresTest {
  @TempDir private Path directory;

  @Test
  void givenDatabaseInAFile_whenOpenedAgain_thenEverythingGoesOnWhereItWas() {
    String url = "jdbc:h2:file:" + directory.resolve("chat").toAbsolutePath();
    List<Message> sent;
    SyncCursor cursor;
    Position end;
    try (H2Fixture before = new H2Fixture(url)) {
      sent = before.stores().send(ALICE, BOB, "one", "two");
      cursor = before.stores().changes().since(BOB, Optional.empty(), 10).next();
      end = before.stores().log().end();
    }

    try (H2Fixture after = new H2Fixture(url)) {
      Stores stores = after.stores();
      Message third = stores.send(aDraft().saying("three"));

      assertThat(third.sequence().value()).isEqualTo(3);
      assertThat(third.id().value()).isGreaterThan(sent.get(1).id().value());
      assertThat(stores.all(third.conversation())).startsWith(sent.get(0), sent.get(1)).hasSize(3);
      assertThat(stores.changes().since(BOB, Optional.of(cursor), 10).messages())
          .containsExactly(third);
      assertThat(stores.log().contains(end)).isTrue();
      assertThat(stores.log().after(end, 10).messages()).hasSize(1);
    }
  }

  @Test
  void givenDatabaseThatIsGone_whenAsked_thenTheStoreIsUnavailable() {
    try (H2Fixture fixture = new H2Fixture()) {
      H2Stores stores = H2Stores.open(new BrokenSource(fixture.pool()));

      assertThat(refusalOf(() -> stores.receipts().unreadTotal(BOB)))
          .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
      assertThat(refusalOf(stores.messages().append(aDraft().build())))
          .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
      stores.close();
    }
  }

  @Test
  void givenReceiverWhoIsNoMore_whenAppendedAgain_thenTheFirstMessageIsReturned()
      throws SQLException {
    try (H2Fixture fixture = new H2Fixture()) {
      Message first = fixture.stores().send(aDraft().knownAs("again"));
      try (Connection connection = fixture.pool().getConnection()) {
        Sql.update(connection, "DELETE FROM chat.users WHERE id = ?", BOB.value());
      }

      Appended again =
          Await.await(fixture.h2().messages().append(aDraft().knownAs("again").build()));

      assertThat(again.duplicate()).isTrue();
      assertThat(again.message().id()).isEqualTo(first.id());
      assertThat(refusalOf(fixture.h2().messages().append(aDraft().knownAs("new").build())))
          .isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    }
  }

  @Test
  void givenDraftThatWaits_whenTheStoresAreClosedInAHurry_thenItIsRefused() throws Exception {
    try (H2Fixture fixture = new H2Fixture()) {
      CountDownLatch stored = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      CompletionStage<Appended> first =
          fixture
              .h2()
              .messages()
              .append(
                  aDraft().build(),
                  appended -> {
                    stored.countDown();
                    awaitUninterruptibly(end);
                  });
      assertThat(stored.await(10, TimeUnit.SECONDS)).isTrue();
      CompletionStage<Appended> second = fixture.h2().messages().append(aDraft().build());

      Thread.currentThread().interrupt(); // close waits no longer
      fixture.h2().close();
      boolean wasInterrupted = Thread.interrupted();
      end.countDown();

      assertThat(wasInterrupted).isTrue();
      assertThat(refusalOf(second)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
      assertThat(Await.await(first).duplicate()).isFalse();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void givenClosedStores_whenAppended_thenTheDraftIsRefused() {
    try (H2Fixture fixture = new H2Fixture()) {
      fixture.h2().close();

      assertThat(refusalOf(fixture.h2().messages().append(aDraft().build())))
          .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }
  }

  @Test
  void givenConnectionOfTheHost_whenUsed_thenItIsGivenBackAsItWas() throws SQLException {
    try (H2Fixture fixture = new H2Fixture()) {
      fixture.pool().setMaxConnections(1);
      fixture.stores().send(ALICE, BOB, "one");

      try (Connection connection = fixture.pool().getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  @Test
  void givenAChatOnThem_whenPeopleTalk_thenListenersAreTold() {
    RecordingNotifier heard = new RecordingNotifier();
    try (H2Fixture fixture = new H2Fixture();
        Chat chat = Chat.on(fixture.h2()).listener(heard).open()) {
      Message hello =
          Await.await(chat.sendMessage().send(MessageDraft.of(ALICE, BOB, "Hello"))).message();
      chat.markRead().mark(BOB, hello.conversation(), Optional.empty());

      assertThat(heard.events())
          .extracting(event -> event.getClass().getSimpleName())
          .containsExactly(
              "MessageSent", "ConversationUpdated", "MessagesRead", "ConversationUpdated");
    }
  }
}
