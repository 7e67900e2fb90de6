package io.parley.e2e;

import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.application.Chat;
import io.parley.application.message.SendWithin;
import io.parley.application.message.SendWithin.Stored;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages within transactions of an application that has the chat inside. */
class HostTransactionTest {
  private static final UserId ADA = new UserId(1);
  private static final UserId BEN = new UserId(2);

  private final TestDatabase database = TestDatabase.create();
  private final BlockingQueue<ChatEvent> events = new LinkedBlockingQueue<>();
  private PostgresStores stores;
  private Chat chat;
  private SendWithin<Connection> sendWithin;

  @BeforeEach
  void open() {
    stores = PostgresStores.open(database.config());
    SchemaMigration.migrate(stores.dataSource());
    TestServer.addUsers(database);
    chat = Chat.on(stores).listener(events::add).open();
    sendWithin = chat.sendWithin(stores.transactions());
  }

  @AfterEach
  void close() {
    chat.close();
    stores.close();
    database.close();
  }

  private Connection begin() throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static MessageDraft draft(String content) {
    return MessageDraft.of(ADA, BEN, content);
  }

  /** The messages that are announced up to one that is sent now, which is the last of them. */
  private List<Long> announced() {
    Message last = await(chat.sendMessage().send(draft("last"))).message();
    List<Long> sequences = new ArrayList<>();
    do {
      sequences.add(nextMessage().sequence().value());
    } while (sequences.get(sequences.size() - 1) < last.sequence().value());
    return sequences;
  }

  private Message nextMessage() {
    try {
      for (ChatEvent event = poll(); ; event = poll()) {
        if (event instanceof MessageSent sent) {
          return sent.message();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ChatEvent poll() throws InterruptedException {
    ChatEvent event = events.poll(10, TimeUnit.SECONDS);
    assertThat(event).as("an event within ten seconds").isNotNull();
    return event;
  }

  @Test
  void givenTransactionThatIsRolledBack_whenAMessageWasSentInIt_thenNothingIsLeft()
      throws SQLException {
    try (Connection connection = begin()) {
      Stored stored = sendWithin.store(connection, draft("never"));
      assertThat(stored.message().sequence()).isEqualTo(new Sequence(1));

      connection.rollback();
    }

    assertThat(events).isEmpty();
    assertThat(chat.listConversations().list(BEN, new PageRequest(1, 20)).items()).isEmpty();
    assertThat(chat.listUnread().total(BEN)).isZero();
    assertThat(announced()).containsExactly(1L);
  }

  @Test
  void givenTransactionThatCommits_whenToldSo_thenTheMessageIsThereAndAnnouncedOnce()
      throws SQLException {
    try (Connection connection = begin()) {
      run(connection, "CREATE TABLE orders (id bigint)");
      run(connection, "INSERT INTO users (id, name, username) VALUES (50, 'New', 'new')");
      Stored stored = sendWithin.store(connection, MessageDraft.of(ADA, new UserId(50), "Welcome"));
      assertThat(events).isEmpty();
      connection.commit();

      stored.committed();

      assertThat(nextMessage()).isEqualTo(stored.message());
      assertThat(chat.listUnread().total(new UserId(50))).isEqualTo(1);
    }
  }

  @Test
  void givenCommitThatIsNotToldYet_whenAnotherMessageIsSent_thenBothAreAnnouncedInSequence()
      throws SQLException {
    try (Connection connection = begin()) {
      Stored stored = sendWithin.store(connection, draft("first"));
      connection.commit();

      assertThat(announced()).containsExactly(1L, 2L);
      stored.committed();
      assertThat(announced()).containsExactly(3L);
    }
  }

  @Test
  void givenRepeat_whenSentInATransaction_thenItIsTheFirstAndTheTransactionGoesOn()
      throws SQLException {
    MessageDraft draft = draft("once").withClientMessageId("one");
    Message first = await(chat.sendMessage().send(draft)).message();
    try (Connection connection = begin()) {
      Stored repeat = sendWithin.store(connection, draft);
      Stored next = sendWithin.store(connection, draft("next"));
      connection.commit();
      repeat.committed();
      next.committed();

      assertThat(repeat.isDuplicate()).isTrue();
      assertThat(repeat.message()).isEqualTo(first);
    }
    assertThat(announced()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenMessageThatIsRefused_whenSentInATransaction_thenTheTransactionGoesOn()
      throws SQLException {
    try (Connection connection = begin()) {
      assertThatThrownBy(
              () -> sendWithin.store(connection, MessageDraft.of(ADA, new UserId(999), "Hi")))
          .isInstanceOfSatisfying(
              ChatException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND));
      Stored stored = sendWithin.store(connection, draft("Hi"));
      connection.commit();
      stored.committed();
    }
    assertThat(announced()).containsExactly(1L, 2L);
  }

  @Test
  void givenConnectionInNoTransaction_whenUsed_thenTheCallerIsTold() throws SQLException {
    try (Connection connection = database.connect()) {
      assertThatThrownBy(() -> sendWithin.store(connection, draft("Hi")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The connection is in no transaction");
    }
  }

  @Test
  void givenManyAtOnce_whenSomeRollBack_thenWhatWasCommittedIsAnnouncedOnceInSequence() {
    int threads = 8;
    int each = 25;
    List<Long> stored =
        Concurrently.call(
                threads,
                thread ->
                    LongStream.range(0, each).map(i -> sendOne(thread, (thread + i) % 3)).sum())
            .stream()
            .toList();

    long committed = stored.stream().mapToLong(Long::longValue).sum();
    assertThat(committed).isBetween(1L, (long) threads * each - 1);
    assertThat(chat.listUnread().total(BEN)).isEqualTo(committed);
    assertThat(announced()).isEqualTo(LongStream.rangeClosed(1, committed + 1).boxed().toList());
  }

  /** By the chat, in a transaction that commits, or in one that does not. How many were stored. */
  private long sendOne(int thread, long way) {
    MessageDraft draft = draft("by " + thread);
    if (way == 0) {
      await(chat.sendMessage().send(draft));
      return 1;
    }
    try (Connection connection = begin()) {
      Stored stored = sendWithin.store(connection, draft);
      if (way == 1) {
        connection.rollback();
        return 0;
      }
      connection.commit();
      stored.committed();
      return 1;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
