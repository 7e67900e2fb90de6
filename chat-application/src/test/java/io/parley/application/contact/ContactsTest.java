package io.parley.application.contact;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.application.TestChat;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.ListConversations;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.LocalConnections;
import io.parley.application.presence.SignalTyping;
import io.parley.application.presence.Silence;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.MarkRead;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ContactRequestAccepted;
import io.parley.domain.event.ChatEvent.ContactRequestReceived;
import io.parley.domain.event.ChatEvent.ContactRequestSent;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ContactStore.Accepted;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests, answers and blocks, and who hears of what. */
class ContactsTest {
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final TestChat chat = new TestChat();
  private final ManualTimer timer = new ManualTimer();
  private final LocalConnections connections = new LocalConnections();
  private final MemoryPresenceRegistry registry = MemoryPresenceRegistry.create();
  private final Silence silence = chat.blocks()::between;
  private final QuietNotifier quiet = new QuietNotifier(chat.notifier(), silence);
  private final RequestContact requestContact =
      new RequestContact(chat.contacts(), chat.users(), chat.notifier());
  private final AnswerRequest answerRequest = new AnswerRequest(chat.contacts(), chat.notifier());
  private final BlockUser blockUser =
      new BlockUser(
          chat.blocks(),
          chat.users(),
          chat.conversations(),
          new CheckOnline(connections, registry),
          chat.notifier(),
          timer.clock());
  private final TrackPresence trackPresence =
      new TrackPresence(
          connections,
          registry,
          chat.conversations(),
          chat.notifier(),
          silence,
          timer.clock(),
          GRACE,
          timer,
          Runnable::run);

  private ContactRequest ask(UserId sender, UserId receiver) {
    return requestContact.send(sender, receiver, Optional.empty());
  }

  private static ErrorCode refusal(Runnable attempt) {
    return refusalOf(attempt);
  }

  // --- requests --------------------------------------------------------------------------------

  @Test
  void givenStrangers_whenOneAsks_thenBothAreTold() {
    ContactRequest request = ask(ALICE, BOB);

    assertThat(chat.notifier().events())
        .containsExactly(new ContactRequestSent(request), new ContactRequestReceived(request));
  }

  @Test
  void givenBlockedUser_whenHeAsks_thenHeAloneIsTold() {
    blockUser.block(BOB, ALICE);

    ContactRequest request = ask(ALICE, BOB);

    assertThat(chat.notifier().events()).containsExactly(new ContactRequestSent(request));
  }

  @Test
  void givenNobody_whenAskedOrAsking_thenItIsRefusedAndNobodyIsTold() {
    assertThat(refusal(() -> ask(ALICE, NOBODY))).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    assertThat(refusal(() -> ask(NOBODY, ALICE))).isEqualTo(ErrorCode.SENDER_NOT_FOUND);
    assertThat(refusal(() -> ask(ALICE, ALICE))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(chat.notifier().events()).isEmpty();
  }

  @Test
  void givenRequest_whenAccepted_thenTheOneWhoHasAskedIsToldWhere() {
    ContactRequest request = ask(ALICE, BOB);
    chat.notifier().clear();

    Accepted accepted = answerRequest.accept(BOB, request.id());

    assertThat(chat.notifier().events())
        .containsExactly(new ContactRequestAccepted(accepted.request(), accepted.conversation()));
    assertThat(
            new ListConversations(chat.conversations())
                .list(ALICE, new PageRequest(1, 10))
                .items()
                .get(0)
                .conversation()
                .id())
        .isEqualTo(accepted.conversation());
  }

  @Test
  void givenRequest_whenRejectedOrCancelled_thenNobodyIsTold() {
    ContactRequest rejected = ask(ALICE, BOB);
    ContactRequest cancelled = ask(ALICE, CAROL);
    chat.notifier().clear();

    ContactRequest unused = answerRequest.reject(BOB, rejected.id());
    unused = requestContact.cancel(ALICE, cancelled.id());

    assertThat(chat.notifier().events()).isEmpty();
  }

  // --- blocks ----------------------------------------------------------------------------------

  private ConversationId aliceAndBobAreThere() {
    ConversationId conversation = chat.given(aDraft().from(ALICE).to(BOB)).conversation();
    trackPresence.connected(ALICE, new ConnectionId("a"));
    trackPresence.connected(BOB, new ConnectionId("b"));
    chat.notifier().clear();
    return conversation;
  }

  private PresenceChanged presence(UserId user, boolean online, UserId viewer) {
    return new PresenceChanged(new PresenceChange(user, online, timer.now(), Set.of(viewer)));
  }

  @Test
  void givenBothOnline_whenOneBlocks_thenEachIsOfflineForTheOther() {
    Object unused = aliceAndBobAreThere();

    blockUser.block(ALICE, BOB);
    blockUser.block(ALICE, BOB);

    assertThat(chat.notifier().events())
        .containsExactly(presence(ALICE, false, BOB), presence(BOB, false, ALICE));
    CheckOnline shown = new CheckOnline(connections, registry, silence);
    assertThat(shown.among(Set.of(ALICE, BOB), ALICE)).containsExactly(ALICE);
    assertThat(shown.among(Set.of(ALICE, BOB), BOB)).containsExactly(BOB);
    assertThat(shown.among(Set.of(ALICE, BOB), CAROL)).containsExactlyInAnyOrder(ALICE, BOB);
  }

  @Test
  void givenBothHaveBlocked_whenBothEndIt_thenTheyAreOnlineAgainWithTheLast() {
    Object unused = aliceAndBobAreThere();
    blockUser.block(ALICE, BOB);
    blockUser.block(BOB, ALICE);
    chat.notifier().clear();

    blockUser.unblock(ALICE, BOB);
    assertThat(chat.notifier().events()).isEmpty();
    blockUser.unblock(BOB, ALICE);
    blockUser.unblock(BOB, ALICE);

    assertThat(chat.notifier().events())
        .containsExactly(presence(BOB, true, ALICE), presence(ALICE, true, BOB));
  }

  @Test
  void givenOneIsAway_whenOneBlocks_thenNobodyIsTold() {
    Object unused = chat.given(aDraft().from(ALICE).to(BOB));
    trackPresence.connected(BOB, new ConnectionId("b"));
    chat.notifier().clear();

    blockUser.block(ALICE, BOB);

    assertThat(chat.notifier().events()).isEmpty();
  }

  @Test
  void givenBothOnlineWithoutAConversation_whenOneBlocks_thenNobodyIsTold() {
    trackPresence.connected(ALICE, new ConnectionId("a"));
    trackPresence.connected(BOB, new ConnectionId("b"));

    blockUser.block(ALICE, BOB);
    blockUser.unblock(ALICE, BOB);

    assertThat(chat.notifier().events()).isEmpty();
  }

  @Test
  void givenBlock_whenOneComesAndGoes_thenTheOtherIsNotToldAndOthersAre() {
    Object unused = chat.given(aDraft().from(ALICE).to(BOB));
    unused = chat.given(aDraft().from(ALICE).to(CAROL));
    trackPresence.connected(BOB, new ConnectionId("b"));
    trackPresence.connected(CAROL, new ConnectionId("c"));
    blockUser.block(BOB, ALICE);
    chat.notifier().clear();

    trackPresence.connected(ALICE, new ConnectionId("a"));
    trackPresence.disconnected(ALICE, new ConnectionId("a"));
    timer.advance(GRACE);

    assertThat(chat.notifier().events(PresenceChanged.class))
        .extracting(event -> event.change().audience())
        .containsExactly(Set.of(CAROL), Set.of(CAROL));
  }

  @Test
  void givenBlock_whenEitherIsActiveInTheConversation_thenTheOtherHearsNothing() {
    ConversationId conversation = aliceAndBobAreThere();
    blockUser.block(BOB, ALICE);
    chat.notifier().clear();

    for (UserId user : List.of(ALICE, BOB)) {
      beActive(conversation, user);
    }
    assertThat(chat.notifier().events()).isEmpty();

    blockUser.unblock(BOB, ALICE);
    chat.notifier().clear();
    beActive(conversation, ALICE);

    assertThat(chat.notifier().events()).isNotEmpty();
  }

  private void beActive(ConversationId conversation, UserId user) {
    ConnectionId origin = new ConnectionId("tab");
    new SignalTyping(chat.access(), quiet)
        .signal(new TypingSignal(conversation, user, true, origin));
    Object unused = new MarkRead(chat.receipts(), quiet).mark(user, conversation, Optional.empty());
    unused =
        new FollowConversation(chat.access(), chat.conversations(), chat.history(), quiet)
            .follow(user, conversation, Optional.empty(), new OneSeat(origin));
  }

  /** A seat that is always free. */
  private record OneSeat(ConnectionId connection) implements FollowConversation.Seat {
    @Override
    public boolean take() {
      return true;
    }

    @Override
    public boolean leave() {
      return true;
    }
  }

  @Test
  void givenStoreThatIsAway_whenSomebodyTypes_thenNobodyHears() {
    ConversationId conversation = aliceAndBobAreThere();
    ChatEvent typing =
        new ChatEvent.TypingChanged(
            new TypingSignal(conversation, ALICE, true, new ConnectionId("a")),
            chat.access().require(conversation, ALICE));

    new QuietNotifier(
            chat.notifier(),
            pairs -> {
              throw new StoreUnavailableException("planned");
            })
        .publish(typing);

    assertThat(chat.notifier().events()).isEmpty();
    quiet.publish(typing);
    assertThat(chat.notifier().events()).containsExactly(typing);
  }

  @Test
  void givenWhoCannotBeBlocked_whenBlocked_thenItIsRefused() {
    assertThat(refusal(() -> blockUser.block(ALICE, ALICE))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal(() -> blockUser.unblock(ALICE, ALICE))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal(() -> blockUser.block(ALICE, NOBODY))).isEqualTo(ErrorCode.USER_NOT_FOUND);
    assertThat(refusal(() -> blockUser.block(NOBODY, ALICE))).isEqualTo(ErrorCode.SENDER_NOT_FOUND);
    assertThat(blockUser.list(ALICE, new PageRequest(1, 10)).items()).isEmpty();
  }
}
