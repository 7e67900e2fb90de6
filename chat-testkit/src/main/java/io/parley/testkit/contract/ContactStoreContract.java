package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static io.parley.testkit.fixture.Fixture.ERIN;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestList;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.contact.Step;
import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.ContactStore.Accepted;
import io.parley.domain.port.ContactStore.Asked;
import io.parley.domain.port.ReadReceiptStore.Marked;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.Fixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@link ContactStore} promises, and what a conversation is that has no message yet. */
public interface ContactStoreContract extends ContactsContract {
  private ContactRequest ask(UserId sender, UserId receiver) {
    return contacts().request(sender, receiver, Optional.empty()).request();
  }

  private ConversationId connect(UserId sender, UserId receiver) {
    return contacts().accept(ask(sender, receiver).id(), receiver).conversation();
  }

  private List<ContactRequest> list(UserId user, RequestList which) {
    return contacts().list(user, which, new PageRequest(1, 100)).items();
  }

  private static ErrorCode outcomeOf(Supplier<?> attempt) {
    return refusalOf(
        () -> {
          Object unused = attempt.get();
        });
  }

  // --- asking ----------------------------------------------------------------------------------

  @Test
  default void givenStrangers_whenOneAsks_thenTheRequestIsDescribedInFull() {
    Asked asked = contacts().request(BOB, ALICE, Optional.of(new RequestMessage("Grüße 😀 \"<&")));

    assertThat(asked.heard()).isTrue();
    ContactRequest request = asked.request();
    assertThat(request.sender()).isEqualTo(user(BOB));
    assertThat(request.receiver()).isEqualTo(user(ALICE));
    assertThat(request.status()).isEqualTo(RequestStatus.PENDING);
    assertThat(request.message()).contains(new RequestMessage("Grüße 😀 \"<&"));
    assertThat(request.updatedAt()).isAfterOrEqualTo(request.createdAt());
    assertThat(list(ALICE, RequestList.PENDING)).containsExactly(request);
    assertThat(list(BOB, RequestList.SENT)).containsExactly(request);
  }

  @Test
  default void givenPendingRequest_whenEitherAsks_thenItIsPendingAlready() {
    ContactRequest request = ask(ALICE, BOB);

    assertThat(outcomeOf(() -> ask(ALICE, BOB))).isEqualTo(ErrorCode.REQUEST_PENDING);
    assertThat(outcomeOf(() -> ask(BOB, ALICE))).isEqualTo(ErrorCode.REQUEST_PENDING);
    assertThat(list(BOB, RequestList.ALL)).containsExactly(request);
  }

  @Test
  default void givenRejectedRequest_whenAskedAgain_thenTheSameOneIsPending() {
    ContactRequest first =
        contacts().request(ALICE, BOB, Optional.of(new RequestMessage("first"))).request();
    ContactRequest rejected = contacts().end(first.id(), BOB, Step.REJECT);
    assertThat(rejected.status()).isEqualTo(RequestStatus.REJECTED);
    stores().tick();

    ContactRequest again = ask(ALICE, BOB);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.status()).isEqualTo(RequestStatus.PENDING);
    assertThat(again.message()).isEmpty();
    assertThat(again.createdAt()).isEqualTo(first.createdAt());
    assertThat(again.updatedAt()).isAfter(rejected.updatedAt());
    assertThat(list(ALICE, RequestList.SENT)).containsExactly(again);
  }

  @Test
  default void givenCancelledRequest_whenTheOtherOneAsks_thenTheSameOneIsHis() {
    ContactRequest first = ask(ALICE, BOB);
    assertThat(contacts().end(first.id(), ALICE, Step.CANCEL).status())
        .isEqualTo(RequestStatus.CANCELLED);

    ContactRequest reverse = ask(BOB, ALICE);

    assertThat(reverse.id()).isEqualTo(first.id());
    assertThat(reverse.sender()).isEqualTo(user(BOB));
    assertThat(list(ALICE, RequestList.PENDING)).containsExactly(reverse);
    assertThat(list(ALICE, RequestList.SENT)).isEmpty();
  }

  @Test
  default void givenConversation_whenOneAsks_thenTheyAreInContactAlready() {
    stores().send(ALICE, BOB, "from before");
    ConversationId accepted = connect(CAROL, DAVE);

    assertThat(outcomeOf(() -> ask(BOB, ALICE))).isEqualTo(ErrorCode.ALREADY_IN_CONTACT);
    assertThat(outcomeOf(() -> ask(CAROL, DAVE))).isEqualTo(ErrorCode.ALREADY_IN_CONTACT);
    assertThat(stores().conversations().participants(accepted, CAROL)).isPresent();
  }

  // --- answering -------------------------------------------------------------------------------

  @Test
  default void givenPendingRequest_whenAccepted_thenTheTwoHaveAConversationWithoutAMessage() {
    ContactRequest request = ask(CAROL, BOB);

    Accepted accepted = contacts().accept(request.id(), BOB);

    assertThat(accepted.request().status()).isEqualTo(RequestStatus.ACCEPTED);
    assertThat(stores().conversations().participants(accepted.conversation(), CAROL))
        .contains(new Participants(BOB, CAROL));
    assertThat(stores().conversations().lastSequence(accepted.conversation()))
        .isEqualTo(Sequence.NONE);
    assertThat(contacts().open(Set.of(Participants.of(BOB, CAROL)))).hasSize(1);
  }

  @Test
  default void givenTheyTalkAlready_whenTheirRequestIsAccepted_thenTheConversationIsTheSame() {
    ContactRequest request = ask(ALICE, BOB);
    Message message = stores().send(aDraft().from(BOB).to(ALICE));

    assertThat(contacts().accept(request.id(), BOB).conversation())
        .isEqualTo(message.conversation());
    assertThat(stores().inbox(ALICE)).hasSize(1);
  }

  @Test
  default void givenRequest_whenTheWrongOneActs_thenNothingChanges() {
    ContactRequest request = ask(ALICE, BOB);

    assertThat(outcomeOf(() -> contacts().accept(request.id(), ALICE)))
        .isEqualTo(ErrorCode.NOT_YOUR_REQUEST);
    assertThat(outcomeOf(() -> contacts().end(request.id(), BOB, Step.CANCEL)))
        .isEqualTo(ErrorCode.NOT_YOUR_REQUEST);
    for (Step step : List.of(Step.REJECT, Step.CANCEL)) {
      assertThat(outcomeOf(() -> contacts().end(request.id(), CAROL, step)))
          .isEqualTo(ErrorCode.REQUEST_NOT_FOUND);
    }
    assertThat(outcomeOf(() -> contacts().accept(new ContactRequestId(Long.MAX_VALUE), ALICE)))
        .isEqualTo(ErrorCode.REQUEST_NOT_FOUND);
    assertThat(list(ALICE, RequestList.ALL)).containsExactly(request);
    assertThat(stores().inbox(ALICE)).isEmpty();
  }

  @Test
  default void givenAnsweredRequest_whenSomebodyActs_thenItIsAnswered() {
    ContactRequest rejected = ask(ALICE, BOB);
    ContactRequest unused = contacts().end(rejected.id(), BOB, Step.REJECT);

    assertThat(outcomeOf(() -> contacts().accept(rejected.id(), BOB)))
        .isEqualTo(ErrorCode.REQUEST_ANSWERED);
    assertThat(outcomeOf(() -> contacts().end(rejected.id(), ALICE, Step.CANCEL)))
        .isEqualTo(ErrorCode.REQUEST_ANSWERED);
  }

  // --- at the same time ------------------------------------------------------------------------

  @Test
  default void givenBothAskAtOnce_whenAllIsDone_thenOneRequestIsPending() {
    for (Participants pair : Fixture.pairs().subList(0, 10)) {
      List<String> outcomes =
          Concurrently.call(
              4,
              thread ->
                  outcome(
                      () ->
                          thread % 2 == 0
                              ? ask(pair.first(), pair.second())
                              : ask(pair.second(), pair.first())));

      assertThat(outcomes)
          .containsExactlyInAnyOrder(
              "done", "REQUEST_PENDING", "REQUEST_PENDING", "REQUEST_PENDING");
      assertThat(list(pair.first(), RequestList.ALL)).hasSize(1);
    }
  }

  @Test
  default void givenManyAcceptAtOnce_whenAllIsDone_thenOneHasDoneIt() {
    for (Participants pair : Fixture.pairs().subList(10, 20)) {
      ContactRequest request = ask(pair.first(), pair.second());

      List<String> outcomes =
          Concurrently.call(
              4, thread -> outcome(() -> contacts().accept(request.id(), pair.second())));

      assertThat(outcomes)
          .containsExactlyInAnyOrder(
              "done", "REQUEST_ANSWERED", "REQUEST_ANSWERED", "REQUEST_ANSWERED");
      assertThat(stores().inbox(pair.first())).hasSize(1);
    }
  }

  @Test
  default void givenAcceptAndCancelAtOnce_whenAllIsDone_thenOneOfThemHolds() {
    for (Participants pair : Fixture.pairs().subList(20, 30)) {
      ContactRequest request = ask(pair.first(), pair.second());

      List<String> outcomes =
          Concurrently.call(
              2,
              thread ->
                  outcome(
                      () ->
                          thread == 0
                              ? contacts().accept(request.id(), pair.second())
                              : contacts().end(request.id(), pair.first(), Step.CANCEL)));

      assertThat(outcomes).containsExactlyInAnyOrder("done", "REQUEST_ANSWERED");
      boolean accepted = outcomes.get(0).equals("done");
      assertThat(contacts().open(Set.of(pair))).hasSize(accepted ? 1 : 0);
      assertThat(list(pair.first(), RequestList.SENT))
          .extracting(ContactRequest::status)
          .containsExactly(accepted ? RequestStatus.ACCEPTED : RequestStatus.CANCELLED);
    }
  }

  @Test
  default void givenAcceptAndFirstMessageAtOnce_whenAllIsDone_thenThereIsOneConversation() {
    for (Participants pair : Fixture.pairs().subList(30, 40)) {
      ContactRequest request = ask(pair.first(), pair.second());

      List<ConversationId> conversations =
          Concurrently.call(
              2,
              thread ->
                  thread == 0
                      ? contacts().accept(request.id(), pair.second()).conversation()
                      : stores()
                          .send(aDraft().from(pair.first()).to(pair.second()))
                          .conversation());

      assertThat(conversations.get(0)).isEqualTo(conversations.get(1));
      assertThat(stores().inbox(pair.second()))
          .extracting(InboxEntry::unreadCount)
          .containsExactly(1L);
    }
  }

  private static String outcome(Supplier<?> attempt) {
    try {
      Object unused = attempt.get();
      return "done";
    } catch (ChatException refusal) {
      return refusal.code().name();
    }
  }

  // --- lists -----------------------------------------------------------------------------------

  @Test
  default void givenRequests_whenListed_thenEachListHasItsOwnAndTheLastChangedIsFirst() {
    ContactRequest toBob = ask(ALICE, BOB);
    stores().tick();
    ContactRequest fromCarol = ask(CAROL, ALICE);
    stores().tick();
    ContactRequest fromDave = ask(DAVE, ALICE);
    stores().tick();
    ContactRequest unused = ask(ERIN, BOB);
    ContactRequest ofBob = contacts().end(toBob.id(), BOB, Step.REJECT);

    assertThat(list(ALICE, RequestList.PENDING)).containsExactly(fromDave, fromCarol);
    assertThat(list(ALICE, RequestList.SENT)).containsExactly(ofBob);
    assertThat(list(ALICE, RequestList.ALL)).containsExactly(ofBob, fromDave, fromCarol);
    assertThat(list(NOBODY, RequestList.ALL)).isEmpty();
  }

  @Test
  default void givenMoreThanAPage_whenListed_thenTotalsAreRightOnEveryPage() {
    for (UserId sender : List.of(BOB, CAROL, DAVE)) {
      ContactRequest unused = ask(sender, ALICE);
      stores().tick();
    }

    for (RequestList which : List.of(RequestList.PENDING, RequestList.ALL)) {
      Page<ContactRequest> first = contacts().list(ALICE, which, new PageRequest(1, 2));
      Page<ContactRequest> second = contacts().list(ALICE, which, new PageRequest(2, 2));
      assertThat(first.items())
          .extracting(ContactRequest::sender)
          .containsExactly(user(DAVE), user(CAROL));
      assertThat(second.items()).extracting(ContactRequest::sender).containsExactly(user(BOB));
      assertThat(List.of(first.total(), second.total(), second.page(), second.totalPages()))
          .containsExactly(3L, 3L, 2L, 2L);
    }
    assertThat(contacts().list(ALICE, RequestList.SENT, new PageRequest(1, 2)))
        .isEqualTo(new Page<ContactRequest>(List.of(), 0, 1, 0));
  }

  // --- who may write ---------------------------------------------------------------------------

  @Test
  default void givenManyPairs_whenAskedWhoMayWrite_thenThoseWithAConversationMay() {
    stores().send(ALICE, BOB, "from before");
    ConversationId unused = connect(CAROL, ALICE);
    ContactRequest unusedToo = ask(DAVE, ALICE);

    assertThat(
            contacts()
                .open(
                    Set.of(
                        Participants.of(ALICE, BOB),
                        Participants.of(ALICE, CAROL),
                        Participants.of(ALICE, DAVE),
                        Participants.of(BOB, NOBODY))))
        .isEqualTo(Set.of(Participants.of(ALICE, BOB), Participants.of(ALICE, CAROL)));
    assertThat(contacts().open(Set.of())).isEmpty();
  }

  // --- a conversation without a message --------------------------------------------------------

  @Test
  default void givenConversationWithoutMessage_whenListed_thenItIsWhereItBegan() {
    stores().send(ALICE, DAVE, "before");
    stores().tick();
    ConversationId empty = connect(BOB, ALICE);
    stores().tick();
    stores().send(ALICE, CAROL, "after");

    List<InboxEntry> inbox = stores().inbox(ALICE);

    assertThat(inbox)
        .extracting(entry -> entry.conversation().participants().otherThan(ALICE))
        .containsExactly(CAROL, BOB, DAVE);
    Conversation conversation = inbox.get(1).conversation();
    assertThat(conversation.id()).isEqualTo(empty);
    assertThat(conversation.lastMessage()).isEmpty();
    assertThat(conversation.lastMessageAt()).isEmpty();
    assertThat(conversation.lastSequence()).isEqualTo(Sequence.NONE);
    assertThat(inbox.get(1).unreadCount()).isZero();
  }

  @Test
  default void givenConversationWithoutMessage_whenRead_thenThereIsNothing() {
    ConversationId empty = connect(BOB, ALICE);
    Participants pair = Participants.of(ALICE, BOB);

    assertThat(stores().history().page(empty, new PageRequest(1, 10)).items()).isEmpty();
    assertThat(stores().history().after(empty, Sequence.NONE, 10).messages()).isEmpty();
    Marked marked = stores().receipts().markRead(empty, ALICE, Optional.empty());
    assertThat(marked.moved()).isFalse();
    assertThat(marked.receipt().upTo()).isEqualTo(Sequence.NONE);
    assertThat(stores().receipts().positions(Map.of(empty, pair))).isEmpty();
    assertThat(stores().receipts().unreadTotal(ALICE)).isZero();
    assertThat(stores().receipts().unreadByConversation(ALICE)).isEmpty();
    assertThat(stores().search(empty, "x").items()).isEmpty();
    ConversationState state =
        stores().conversations().states(Set.of(pair)).values().iterator().next();
    assertThat(state.lastMessageAt()).isEmpty();
    assertThat(state.lastSequence()).isEqualTo(Sequence.NONE);
    assertThat(stores().conversations().partners(Set.of(ALICE)))
        .isEqualTo(Map.of(ALICE, Set.of(BOB)));
  }

  @Test
  default void givenConversationWithoutMessage_whenWrittenTo_thenItsFirstPositionIsOne() {
    ConversationId empty = connect(BOB, ALICE);

    Message first = stores().send(aDraft().from(ALICE).to(BOB).in(empty).saying("Hi"));

    assertThat(first.conversation()).isEqualTo(empty);
    assertThat(first.sequence()).isEqualTo(new Sequence(1));
    assertThat(stores().inbox(BOB).get(0).conversation().lastMessage()).contains("Hi");
  }

  @Test
  default void givenCursorFromBefore_whenARequestIsAccepted_thenTheConversationIsNew() {
    Changes before = stores().changes().since(ALICE, Optional.empty(), 100);
    ConversationId empty = connect(BOB, ALICE);

    Changes changes = stores().changes().since(ALICE, Optional.of(before.next()), 100);

    assertThat(changes.conversations())
        .extracting(entry -> entry.conversation().id())
        .containsExactly(empty);
    assertThat(changes.messages()).isEmpty();
    assertThat(stores().changes().since(BOB, Optional.empty(), 100).conversations())
        .extracting(entry -> entry.conversation().id())
        .containsExactly(empty);
  }
}
