package io.parley.application;

import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.adapter.memory.MemoryStores;
import io.parley.application.message.SendPolicies;
import io.parley.application.presence.Presence.Connection;
import io.parley.application.presence.TrackPresence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.port.MessagePolicy.Verdict;
import io.parley.domain.port.MessagePolicy.WhenSilent;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Await;
import io.parley.testkit.fixture.RecordingNotifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChatTest {
  private static final User ADA = user(1, "ada");
  private static final User BEN = user(2, "ben");

  private final RecordingNotifier listener = new RecordingNotifier();

  private static User user(long id, String name) {
    return new User(new UserId(id), name, name, "", Optional.empty());
  }

  private static MessageDraft draft(String content) {
    return MessageDraft.of(ADA.id(), BEN.id(), content);
  }

  @Test
  void givenTheExampleOfTheDocuments_whenRun_thenItShowsWhatHappens() {
    List<String> screen = new ArrayList<>();

    EmbeddedChat.run(screen::add);

    assertThat(screen)
        .containsExactly(
            "MessageSent",
            "ConversationUpdated",
            "Ben has 1 unread",
            "Ada: Hello",
            "MessagesRead",
            "ConversationUpdated");
  }

  @Test
  void givenRepeatOfAMessage_whenSent_thenTheListenerIsToldOnce() {
    try (Chat chat = Chat.on(MemoryStores.of(ADA, BEN)).listener(listener).open()) {
      MessageDraft draft = draft("Hi").withClientMessageId("one");
      Appended first = await(chat.sendMessage().send(draft));
      Appended again = await(chat.sendMessage().send(draft));

      assertThat(again.duplicate()).isTrue();
      assertThat(again.message()).isEqualTo(first.message());
      assertThat(listener.events())
          .containsExactly(
              new MessageSent(first.message()), new ConversationUpdated(first.state()));
    }
  }

  @Test
  void givenListenerThatFails_whenSomethingHappens_thenTheOthersAndTheSenderDoNotNotice() {
    try (Chat chat =
        Chat.on(MemoryStores.of(ADA, BEN))
            .listener(
                event -> {
                  throw new IllegalStateException("planned");
                })
            .listener(listener)
            .open()) {
      Message sent = await(chat.sendMessage().send(draft("Hi"))).message();
      chat.deleteMessage().delete(ADA.id(), sent.id());

      assertThat(listener.events(MessageSent.class)).hasSize(1);
      assertThat(listener.events(MessageDeleted.class)).hasSize(1);
    }
  }

  @Test
  void givenRulesOfTheHost_whenMessagesAreSent_thenTheyDecide() {
    Set<UserId> customers = Set.of(BEN.id());
    try (Chat chat =
        Chat.on(MemoryStores.of(ADA, BEN))
            .policies(
                SendPolicies.none()
                    .withContacts((sender, receiver) -> customersOnly(customers, sender))
                    .withMessages(draft -> masked(draft), WhenSilent.REFUSE)
                    .withDeadline(Duration.ofMillis(500)))
            .open()) {
      MessageDraft answer = MessageDraft.of(BEN.id(), ADA.id(), "Call me: 0151234567");

      assertThatThrownBy(() -> await(chat.sendMessage().send(draft("Hi"))))
          .hasMessage("Buy something first");
      assertThat(await(chat.sendMessage().send(answer)).message().content().text())
          .isEqualTo("Call me: …");
    }
  }

  private static CompletionStage<Optional<String>> customersOnly(
      Set<UserId> customers, UserId sender) {
    return CompletableFuture.completedStage(
        customers.contains(sender) ? Optional.empty() : Optional.of("Buy something first"));
  }

  private static CompletionStage<Verdict> masked(MessageDraft draft) {
    String text = draft.content().text().replaceAll("[0-9]{6,}", "…");
    return CompletableFuture.completedStage(Verdict.store(new MessageContent(text)));
  }

  @Test
  void givenPolicyThatFlags_whenMessagesAreSent_thenListenersSeeTheFlag() {
    try (Chat chat =
        Chat.on(MemoryStores.of(ADA, BEN))
            .policies(SendPolicies.none().withMessages(draft -> noted(draft), WhenSilent.STORE))
            .listener(listener)
            .open()) {
      await(chat.sendMessage().send(draft("Hi")));
      await(chat.sendMessage().send(draft("Look: http://a.example/")));

      assertThat(listener.events(MessageSent.class))
          .extracting(event -> event.message().flag())
          .containsExactly(Optional.empty(), Optional.of(new MessageFlag("link.insecure")));
    }
  }

  private static CompletionStage<Verdict> noted(MessageDraft draft) {
    MessageContent content = draft.content();
    boolean hasLink = content.text().contains("http://");
    return CompletableFuture.completedStage(
        hasLink
            ? Verdict.store(content, new MessageFlag("link.insecure"))
            : Verdict.store(content));
  }

  @Test
  void givenUsersWhoTalk_whenOneComesAndGoes_thenListenersAreToldOnceEach() throws Exception {
    BlockingQueue<PresenceChange> changes = new LinkedBlockingQueue<>();
    try (Chat chat =
        Chat.on(MemoryStores.of(ADA, BEN))
            .presence(MemoryPresenceRegistry.create())
            .listener(
                event -> {
                  if (event instanceof PresenceChanged presence
                      && presence.change().user().equals(BEN.id())) {
                    changes.add(presence.change());
                  }
                })
            .open()) {
      await(chat.sendMessage().send(draft("Hi")));
      Set<UserId> both = Set.of(ADA.id(), BEN.id());

      Connection adas = chat.presence().connected(ADA.id());
      Connection first = chat.presence().connected(BEN.id());
      PresenceChange came = next(changes);
      assertThat(came.online()).isTrue();
      assertThat(came.audience()).containsExactly(ADA.id());
      assertThat(chat.presence().online(both)).isEqualTo(both);

      Connection second = chat.presence().connected(BEN.id());
      first.close();
      first.close(); // or a page that says so twice would end the other connection
      assertThat(chat.presence().online(both)).isEqualTo(both);
      second.close();
      assertThat(chat.presence().online(both)).containsExactly(ADA.id());
      Connection reloaded = chat.presence().connected(BEN.id()); // within the grace period
      reloaded.close();
      long left = System.nanoTime();

      PresenceChange went = next(changes);
      assertThat(went.online()).isFalse();
      assertThat(System.nanoTime() - left).isGreaterThan(almost(TrackPresence.USUAL_GRACE));
      adas.close();
      assertThat(chat.presence().online(both)).isEmpty();
      assertThat(changes).isEmpty();
    }
  }

  private static PresenceChange next(BlockingQueue<PresenceChange> changes)
      throws InterruptedException {
    PresenceChange next = changes.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(next).as("a change in time").isNotNull();
    return next;
  }

  /** The timer counts in milliseconds, and begins a little before the test does. */
  private static long almost(Duration duration) {
    return duration.minusMillis(100).toNanos();
  }

  @Test
  void givenTwoChatsWithOneRegistry_whenAUserIsAtOne_thenTheOtherKnows() {
    MemoryPresenceRegistry registry = MemoryPresenceRegistry.create();
    MemoryStores stores = MemoryStores.of(ADA, BEN);
    try (Chat one = Chat.on(stores).presence(registry).open();
        Chat two = Chat.on(stores).presence(registry.join()).open()) {
      Connection adas = one.presence().connected(ADA.id());
      assertThat(one.presence().online(Set.of(ADA.id()))).containsExactly(ADA.id());

      long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
      while (two.presence().online(Set.of(ADA.id())).isEmpty()) {
        assertThat(System.nanoTime()).as("known to the other in time").isLessThan(giveUpAt);
        Thread.onSpinWait();
      }
      adas.close();

      assertThat(one.presence().online(Set.of(ADA.id()))).isEmpty();
    }
  }

  @Test
  void givenChatWithoutPresence_whenAskedForIt_thenItIsSaidWhatIsMissing() {
    try (Chat chat = Chat.on(MemoryStores.of(ADA, BEN)).open()) {
      assertThatIllegalStateException()
          .isThrownBy(chat::presence)
          .withMessageContaining("without a registry");
    }
  }

  @Test
  void givenChatThatIsClosed_whenConnectionsEnd_thenNothingIsThrown() {
    Chat chat = Chat.on(MemoryStores.of(ADA)).presence(MemoryPresenceRegistry.create()).open();
    Connection connection = chat.presence().connected(ADA.id());

    chat.close();
    connection.close();

    assertThat(chat.presence().online(Set.of(ADA.id()))).isEmpty();
  }

  @Test
  void givenDeadlineThatIsNone_whenPoliciesAreMade_thenItIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SendPolicies.none().withDeadline(Duration.ZERO));
  }

  @Test
  void givenTwoChats_whenOneIsUsed_thenTheOtherKnowsNothingOfIt() {
    RecordingNotifier other = new RecordingNotifier();
    try (Chat one = Chat.on(MemoryStores.of(ADA, BEN)).listener(listener).open();
        Chat two = Chat.on(MemoryStores.of(ADA, BEN)).listener(other).open()) {
      await(one.sendMessage().send(draft("Hi")));

      assertThat(other.events()).isEmpty();
      assertThat(two.listUnread().total(BEN.id())).isZero();
    }
  }

  @Test
  void givenThreadsOfTheHost_whenTheChatIsClosed_thenTheyEnd() throws InterruptedException {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    Chat chat =
        Chat.on(MemoryStores.of(ADA, BEN))
            .threads(
                task -> {
                  Thread thread = new Thread(task, "host");
                  threads.add(thread);
                  return thread;
                })
            .open();
    assertThat(threads).hasSize(1).allMatch(Thread::isAlive);

    chat.close();

    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(10).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void givenClosedChat_whenAMessageIsSent_thenItIsStoredAndAnnounced() {
    Chat chat = Chat.on(MemoryStores.of(ADA, BEN)).listener(listener).open();
    chat.close();

    await(chat.sendMessage().send(draft("late")));

    assertThat(listener.events()).extracting(ChatEvent::getClass).contains(MessageSent.class);
  }
}
