package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.ReadReceiptStore.Marked;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link ReadReceiptStore} promises. */
public interface ReadReceiptStoreContract extends UnreadCountContract {

  @Test
  default void givenUnreadMessages_whenAllAreMarked_thenThePositionIsTheNewest() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");
    ConversationId conversation = messages.get(0).conversation();

    Marked marked = mark(conversation, BOB);

    assertThat(marked.moved()).isTrue();
    assertThat(marked.receipt())
        .isEqualTo(
            new ReadReceipt(conversation, BOB, ALICE, new Sequence(3), marked.receipt().readAt()));
    assertThat(marked.state())
        .isEqualTo(
            new ConversationState(
                conversation,
                new Participants(ALICE, BOB),
                Optional.of("three"),
                Optional.of(messages.get(2).createdAt()),
                new Sequence(3),
                0,
                0,
                4));
    assertThat(stores().receipts().unreadTotal(BOB)).isZero();
  }

  @Test
  default void givenConversations_whenAskedHowFarTheyAreRead_thenBothSidesAreTold() {
    ConversationId one = stores().send(ALICE, BOB, "one", "two", "three").get(0).conversation();
    ConversationId other = stores().send(CAROL, DAVE, "one").get(0).conversation();
    mark(one, BOB, 1);
    ReadReceipt ofBob = mark(one, BOB, 2).receipt();
    ReadReceipt ofAlice = mark(one, ALICE).receipt();

    assertThat(
            stores()
                .receipts()
                .positions(
                    Map.of(one, Participants.of(ALICE, BOB), other, Participants.of(CAROL, DAVE))))
        .containsExactlyInAnyOrder(ofAlice, ofBob);
    assertThat(stores().receipts().positions(Map.of())).isEmpty();
  }

  @Test
  default void givenMarkedMessages_whenRead_thenTheySayWhen() {
    ConversationId conversation = stores().send(ALICE, BOB, "one", "two").get(0).conversation();

    Instant readAt = mark(conversation, BOB).receipt().readAt();

    assertThat(stores().all(conversation))
        .extracting(Message::readAt)
        .containsOnly(Optional.of(readAt));
    assertThat(readAt).isAfterOrEqualTo(stores().all(conversation).get(1).createdAt());
  }

  @Test
  default void givenAllIsRead_whenMarkedAgain_thenNothingChanges() {
    ConversationId conversation = stores().send(ALICE, BOB, "one", "two").get(0).conversation();
    Marked first = mark(conversation, BOB);
    List<Message> read = stores().all(conversation);
    stores().tick();

    Marked again = mark(conversation, BOB);

    assertThat(again).isEqualTo(new Marked(first.receipt(), false, first.state()));
    assertThat(stores().all(conversation)).isEqualTo(read);
  }

  @Test
  default void givenPositionInTheMiddle_whenMarked_thenTheRestStaysUnread() {
    ConversationId conversation = fiveFromAlice();

    Marked marked = mark(conversation, BOB, 3);

    assertThat(marked.receipt().upTo()).isEqualTo(new Sequence(3));
    assertThat(marked.state().secondUnread()).isEqualTo(2);
    assertThat(stores().all(conversation))
        .extracting(Message::isRead)
        .containsExactly(true, true, true, false, false);
  }

  @Test
  default void givenReadPosition_whenAnEarlierOneIsMarked_thenItDoesNotGoBack() {
    ConversationId conversation = fiveFromAlice();
    Marked first = mark(conversation, BOB, 3);
    stores().tick();

    for (long earlier : List.of(0L, 1L, 2L, 3L)) {
      assertThat(mark(conversation, BOB, earlier))
          .isEqualTo(new Marked(first.receipt(), false, first.state()));
    }

    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(2);
  }

  @Test
  default void givenSeveralMarks_whenRead_thenEachMessageHasTheTimeOfTheFirstThatCoversIt() {
    ConversationId conversation = fiveFromAlice();
    Instant first = mark(conversation, BOB, 2).receipt().readAt();
    stores().tick();
    Instant second = mark(conversation, BOB, 4).receipt().readAt();
    stores().tick();
    stores().send(aDraft().from(ALICE).to(BOB));
    Instant third = mark(conversation, BOB).receipt().readAt();

    assertThat(first).isBefore(second);
    assertThat(second).isBefore(third);
    assertThat(stores().all(conversation))
        .extracting(message -> message.readAt().orElseThrow())
        .containsExactly(first, first, second, second, third, third);
  }

  @Test
  default void givenPositionPastTheEnd_whenMarked_thenItMeansTheNewest() {
    ConversationId conversation = fiveFromAlice();

    assertThat(mark(conversation, BOB, 6).receipt().upTo()).isEqualTo(new Sequence(5));
    assertThat(mark(conversation, BOB, Long.MAX_VALUE).moved()).isFalse();

    Message next = stores().send(aDraft().from(ALICE).to(BOB));
    assertThat(stores().reload(next.id()).isRead()).isFalse();
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);
  }

  @Test
  default void givenNothingRead_whenThePositionBeforeTheFirstIsMarked_thenNothingMoves() {
    ConversationId conversation = fiveFromAlice();

    Marked marked = mark(conversation, BOB, 0);

    assertThat(marked.moved()).isFalse();
    assertThat(marked.receipt().upTo()).isEqualTo(Sequence.NONE);
    assertThat(marked.receipt().readAt())
        .isEqualTo(stores().inbox(BOB).get(0).conversation().createdAt());
    assertThat(marked.state().secondUnread()).isEqualTo(5);
  }

  @Test
  default void givenDeletedMessagesInBetween_whenTheMiddleIsMarked_thenCountsAreExact() {
    List<Message> messages = stores().send(ALICE, BOB, "1", "2", "3", "4", "5", "6", "7", "8");
    ConversationId conversation = messages.get(0).conversation();
    for (int index : List.of(1, 3, 6)) {
      stores().messages().delete(messages.get(index).id());
    }

    assertThat(mark(conversation, BOB, 4).state().secondUnread()).isEqualTo(3);
    assertThat(mark(conversation, BOB, 6).state().secondUnread()).isEqualTo(1);
    assertThat(mark(conversation, BOB, 7).state().secondUnread()).isEqualTo(1);
    assertThat(mark(conversation, BOB).state().secondUnread()).isZero();
  }

  @Test
  default void givenDeletedNewest_whenAllAreMarked_thenThePositionIsBehindIt() {
    List<Message> messages = stores().send(ALICE, BOB, "1", "2");
    stores().messages().delete(messages.get(1).id());

    Marked marked = mark(messages.get(0).conversation(), BOB);

    assertThat(marked.receipt().upTo()).isEqualTo(new Sequence(2));
  }

  @Test
  default void givenMessagesOfBothSides_whenOneMarks_thenTheOthersAreUntouched() {
    stores().send(ALICE, BOB, "1", "2");
    ConversationId conversation = stores().send(BOB, ALICE, "3", "4", "5").get(0).conversation();
    stores().send(ALICE, BOB, "6");

    Marked marked = mark(conversation, BOB, 4);

    assertThat(marked.state().firstUnread()).isEqualTo(3);
    assertThat(marked.state().secondUnread()).isEqualTo(1);
    assertThat(stores().all(conversation))
        .extracting(Message::isRead)
        .containsExactly(true, true, false, false, false, false);
    assertThat(stores().receipts().unreadTotal(ALICE)).isEqualTo(3);
  }

  @Test
  default void givenBothSidesMark_whenRead_thenEachMessageHasItsReceiversTime() {
    stores().send(ALICE, BOB, "1");
    ConversationId conversation = stores().send(BOB, ALICE, "2").get(0).conversation();
    Instant byBob = mark(conversation, BOB).receipt().readAt();
    stores().tick();
    Instant byAlice = mark(conversation, ALICE).receipt().readAt();

    assertThat(stores().all(conversation))
        .extracting(message -> message.readAt().orElseThrow())
        .containsExactly(byBob, byAlice);
  }

  @Test
  default void givenStranger_whenHeMarks_thenThereIsNoSuchConversation() {
    ConversationId conversation = fiveFromAlice();

    for (UserId stranger : List.of(CAROL, NOBODY)) {
      assertThat(refusalOf(() -> mark(conversation, stranger)))
          .isEqualTo(ErrorCode.CONVERSATION_NOT_FOUND);
      assertThat(refusalOf(() -> mark(conversation, stranger, 2)))
          .isEqualTo(ErrorCode.CONVERSATION_NOT_FOUND);
    }
    assertThat(refusalOf(() -> mark(new ConversationId(Long.MAX_VALUE), BOB)))
        .isEqualTo(ErrorCode.CONVERSATION_NOT_FOUND);

    assertThat(stores().all(conversation)).extracting(Message::isRead).containsOnly(false);
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(5);
  }

  @Test
  default void givenManyUnread_whenReadersMarkAtOnce_thenOneMovesThePosition() {
    ConversationId conversation = fiveFromAlice();

    List<Marked> marked = Concurrently.call(16, thread -> mark(conversation, BOB));

    assertThat(marked).extracting(Marked::moved).containsOnlyOnce(true);
    assertThat(marked).extracting(Marked::receipt).containsOnly(marked.get(0).receipt());
    assertThat(marked).extracting(each -> each.state().secondUnread()).containsOnly(0L);
  }

  @Test
  default void givenPositionsMarkedAtOnce_whenAllAreDone_thenTheGreatestHolds() {
    ConversationId conversation =
        IntStream.range(0, 40)
            .mapToObj(i -> stores().send(aDraft()).conversation())
            .reduce((first, second) -> second)
            .orElseThrow();

    List<Marked> marked = Concurrently.call(32, thread -> mark(conversation, BOB, thread + 1L));

    for (int thread = 0; thread < marked.size(); thread++) {
      long upTo = marked.get(thread).receipt().upTo().value();
      assertThat(upTo).isGreaterThanOrEqualTo(thread + 1L);
      assertThat(marked.get(thread).state().secondUnread()).isEqualTo(40 - upTo);
    }
    assertThat(mark(conversation, BOB, 0).receipt().upTo()).isEqualTo(new Sequence(32));
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(8);
  }

  @Test
  default void givenConversationsWithSomethingToRead_whenListed_thenTheNewestIsFirst() {
    stores().send(ALICE, DAVE, "one", "two");
    stores().tick();
    ConversationId withBob = stores().send(BOB, DAVE, "three").get(0).conversation();
    stores().tick();
    ConversationId read = stores().send(CAROL, DAVE, "four").get(0).conversation();
    mark(read, DAVE);
    stores().tick();
    ConversationId withAlice = stores().send(DAVE, ALICE, "five").get(0).conversation();

    assertThat(stores().receipts().unreadByConversation(DAVE))
        .containsExactly(
            new UnreadConversation(withAlice, 2, user(ALICE)),
            new UnreadConversation(withBob, 1, user(BOB)));
    assertThat(stores().receipts().unreadByConversation(NOBODY)).isEmpty();
  }

  @Test
  default void givenEverythingUnreadDeleted_whenListed_thenTheConversationIsNotThere() {
    Message only = stores().send(aDraft());
    stores().messages().delete(only.id());

    assertThat(stores().receipts().unreadByConversation(BOB)).isEmpty();
  }

  private ConversationId fiveFromAlice() {
    return stores().send(ALICE, BOB, "1", "2", "3", "4", "5").get(0).conversation();
  }

  private Marked mark(ConversationId conversation, UserId reader) {
    return stores().receipts().markRead(conversation, reader, Optional.empty());
  }

  private Marked mark(ConversationId conversation, UserId reader, long upTo) {
    return stores().receipts().markRead(conversation, reader, Optional.of(new Sequence(upTo)));
  }
}
