package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static io.parley.testkit.fixture.Fixture.ERIN;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link ConversationStore} promises. */
public interface ConversationStoreContract extends StoresContract {

  @Test
  default void givenConversation_whenAskedWhoIsInIt_thenBothUsersAreToldAndNobodyElse() {
    ConversationId conversation = stores().send(aDraft().from(CAROL).to(BOB)).conversation();

    for (UserId participant : List.of(BOB, CAROL)) {
      assertThat(stores().conversations().participants(conversation, participant))
          .contains(new Participants(BOB, CAROL));
    }
    for (UserId stranger : List.of(ALICE, NOBODY)) {
      assertThat(stores().conversations().participants(conversation, stranger)).isEmpty();
    }
  }

  @Test
  default void givenNoSuchConversation_whenAsked_thenThereIsNothing() {
    ConversationId unknown = new ConversationId(Long.MAX_VALUE);

    assertThat(stores().conversations().participants(unknown, ALICE)).isEmpty();
    assertThat(stores().conversations().lastSequence(unknown)).isEqualTo(Sequence.NONE);
  }

  @Test
  default void givenMessages_whenAskedForTheLastSequence_thenDeletedOnesCountToo() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");
    stores().messages().delete(messages.get(2).id());

    assertThat(stores().conversations().lastSequence(messages.get(0).conversation()))
        .isEqualTo(new Sequence(3));
  }

  @Test
  default void givenConversation_whenListed_thenItIsDescribedInFull() {
    stores().send(BOB, ALICE, "one", "two");
    Message last = stores().send(aDraft().from(BOB).to(ALICE).saying("three"));

    InboxEntry entry = stores().inbox(ALICE).get(0);

    Conversation conversation = entry.conversation();
    assertThat(conversation.id()).isEqualTo(last.conversation());
    assertThat(conversation.first()).isEqualTo(user(ALICE));
    assertThat(conversation.second()).isEqualTo(user(BOB));
    assertThat(conversation.lastMessage()).contains("three");
    assertThat(conversation.lastMessageAt()).contains(last.createdAt());
    assertThat(conversation.lastSequence()).isEqualTo(new Sequence(3));
    assertThat(conversation.deletedAt()).isEmpty();
    assertThat(conversation.createdAt()).isBeforeOrEqualTo(last.createdAt());
    assertThat(conversation.updatedAt()).isAfterOrEqualTo(conversation.createdAt());
    assertThat(entry.unreadCount()).isEqualTo(3);
  }

  @Test
  default void givenLastMessageOfSomeLength_whenListed_thenItIsNotCut() {
    String text = "ä😀".repeat(5_000);
    stores().send(aDraft().saying(text));

    assertThat(stores().inbox(BOB).get(0).conversation().lastMessage()).contains(text);
  }

  @Test
  default void givenConversation_whenEachSideLists_thenEachSeesItsOwnUnread() {
    stores().send(ALICE, BOB, "one", "two", "three");
    stores().send(BOB, ALICE, "four");

    assertThat(stores().inbox(ALICE)).extracting(InboxEntry::unreadCount).containsExactly(1L);
    assertThat(stores().inbox(BOB)).extracting(InboxEntry::unreadCount).containsExactly(3L);
  }

  @Test
  default void givenConversationPartlyRead_whenListed_thenUnreadIsTheRest() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");
    stores().receipts().markRead(messages.get(0).conversation(), BOB, Optional.of(new Sequence(2)));

    assertThat(stores().inbox(BOB)).extracting(InboxEntry::unreadCount).containsExactly(1L);
  }

  @Test
  default void givenConversations_whenListed_thenThatWithTheNewestMessageIsFirst() {
    talk(ALICE, BOB);
    talk(CAROL, ALICE);
    talk(ALICE, DAVE);
    assertThat(partnersInInbox(ALICE)).containsExactly(DAVE, CAROL, BOB);

    talk(BOB, ALICE);

    assertThat(partnersInInbox(ALICE)).containsExactly(BOB, DAVE, CAROL);
  }

  @Test
  default void givenNewestMessageDeleted_whenListed_thenTheConversationStaysWhereItWas() {
    talk(ALICE, BOB);
    Message newest = talk(ALICE, CAROL);
    stores().messages().delete(newest.id());

    assertThat(partnersInInbox(ALICE)).containsExactly(CAROL, BOB);
    assertThat(stores().inbox(ALICE).get(0).conversation().lastMessage()).isEmpty();
  }

  @Test
  default void givenOthersConversations_whenListed_thenTheyAreNotThere() {
    talk(ALICE, BOB);
    talk(CAROL, DAVE);

    assertThat(partnersInInbox(BOB)).containsExactly(ALICE);
    assertThat(partnersInInbox(ERIN)).isEmpty();
    assertThat(partnersInInbox(NOBODY)).isEmpty();
  }

  @Test
  default void givenMoreThanAPage_whenListed_thenTotalsAreRightOnEveryPage() {
    talk(ALICE, BOB);
    talk(ALICE, CAROL);
    talk(ALICE, DAVE);

    assertPage(new PageRequest(1, 2), 2, DAVE, CAROL);
    assertPage(new PageRequest(2, 2), 2, BOB);
    assertPage(new PageRequest(3, 2), 2);
    assertPage(new PageRequest(1, 3), 1, DAVE, CAROL, BOB);
    assertPage(PageRequest.lenient(Long.MAX_VALUE, 100, 100), 1);
  }

  @Test
  default void givenNoConversation_whenListed_thenThereAreNoPages() {
    PageRequest request = new PageRequest(1, 20);

    assertThat(stores().conversations().inbox(ALICE, request))
        .isEqualTo(new Page<InboxEntry>(List.of(), 0, 1, 0));
  }

  @Test
  default void givenConversations_whenAskedForPartners_thenEveryKeyIsInTheAnswer() {
    talk(ALICE, BOB);
    talk(CAROL, ALICE);
    talk(BOB, DAVE);

    Map<UserId, Set<UserId>> partners =
        stores().conversations().partners(Set.of(ALICE, BOB, ERIN, NOBODY));

    assertThat(partners)
        .isEqualTo(
            Map.of(
                ALICE, Set.of(BOB, CAROL),
                BOB, Set.of(ALICE, DAVE),
                ERIN, Set.of(),
                NOBODY, Set.of()));
  }

  @Test
  default void givenNobody_whenAskedForPartners_thenTheAnswerIsEmpty() {
    talk(ALICE, BOB);

    assertThat(stores().conversations().partners(Set.of())).isEmpty();
  }

  /** Sends a message that is later than all before it. */
  private Message talk(UserId sender, UserId receiver) {
    stores().tick();
    return stores().send(aDraft().from(sender).to(receiver));
  }

  private List<UserId> partnersInInbox(UserId user) {
    return others(user, stores().inbox(user));
  }

  private void assertPage(PageRequest request, long totalPages, UserId... others) {
    Page<InboxEntry> page = stores().conversations().inbox(ALICE, request);
    assertThat(others(ALICE, page.items())).containsExactly(others);
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.page()).isEqualTo(request.page());
    assertThat(page.totalPages()).isEqualTo(totalPages);
  }

  private static List<UserId> others(UserId user, List<InboxEntry> entries) {
    return entries.stream()
        .map(entry -> entry.conversation().participants().otherThan(user))
        .toList();
  }

  @Test
  default void givenSomePairs_whenTheirStatesAreAsked_thenThoseThatTalkAreThere() {
    stores().send(ALICE, BOB, "one");
    ConversationState latest =
        await(stores().messages().append(aDraft().from(BOB).to(ALICE).saying("two").build()))
            .state();
    stores().send(BOB, CAROL, "of others");
    Participants pair = Participants.of(BOB, ALICE);

    assertThat(stores().conversations().states(Set.of(pair, Participants.of(ALICE, CAROL))))
        .isEqualTo(Map.of(pair, latest));
    assertThat(stores().conversations().states(Set.of())).isEmpty();
  }
}
