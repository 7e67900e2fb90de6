package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageStore.Changed;
import io.parley.testkit.fixture.Concurrently;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link io.parley.domain.port.MessageStore} promises about soft deletes. */
public interface DeleteContract extends StoresContract {

  @Test
  default void givenMessage_whenDeleted_thenItSaysSo() {
    Message message = stores().send(aDraft());

    Changed deleted = stores().messages().delete(message.id());

    assertThat(deleted.changed()).isTrue();
    assertThat(deleted.message().id()).isEqualTo(message.id());
    assertThat(deleted.message().isDeleted()).isTrue();
    assertThat(deleted.message().content()).isEqualTo(message.content());
    assertThat(stores().history().findAll(List.of(message.id())))
        .containsExactly(deleted.message());
  }

  @Test
  default void givenDeletedMessage_whenDeletedAgain_thenNothingChanges() {
    Message message = stores().send(aDraft());
    Changed first = stores().messages().delete(message.id());
    stores().tick();

    Changed again = stores().messages().delete(message.id());

    assertThat(again).isEqualTo(new Changed(first.message(), false, first.state()));
  }

  @Test
  default void givenDeletedMessage_whenRestored_thenItIsWhereItWas() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");
    stores().messages().delete(messages.get(1).id());

    Changed restored = stores().messages().restore(messages.get(1).id());

    assertThat(restored.changed()).isTrue();
    assertThat(restored.message().isDeleted()).isFalse();
    assertThat(stores().all(conversationOf(messages)))
        .extracting(Message::id)
        .isEqualTo(messages.stream().map(Message::id).toList());
    assertThat(stores().reload(messages.get(1).id())).isEqualTo(restored.message());
  }

  @Test
  default void givenQuickChanges_whenDated_thenEachIsLaterThanTheOneBefore() {
    Message message = stores().send(aDraft());

    for (int i = 0; i < 5; i++) {
      Message deleted = stores().messages().delete(message.id()).message();
      Message restored = stores().messages().restore(message.id()).message();

      assertThat(deleted.updatedAt()).isAfter(message.updatedAt());
      assertThat(restored.updatedAt()).isAfter(deleted.updatedAt());
      message = restored;
    }
  }

  @Test
  default void givenFlaggedMessage_whenDeletedAndRestored_thenTheFlagStays() {
    Message message = stores().send(aDraft().flagged("spam.suspected"));

    Changed deleted = stores().messages().delete(message.id());
    Changed restored = stores().messages().restore(message.id());

    assertThat(List.of(deleted.message(), restored.message(), stores().reload(message.id())))
        .extracting(Message::flag)
        .containsOnly(message.flag())
        .doesNotContain(Optional.empty());
  }

  @Test
  default void givenMessageThatIsNotDeleted_whenRestored_thenNothingChanges() {
    Message message = stores().send(aDraft());

    Changed never = stores().messages().restore(message.id());
    stores().messages().delete(message.id());
    Changed restored = stores().messages().restore(message.id());
    Changed again = stores().messages().restore(message.id());

    assertThat(never.changed()).isFalse();
    assertThat(never.message()).isEqualTo(message);
    assertThat(again.changed()).isFalse();
    assertThat(again.state()).isEqualTo(restored.state());
  }

  @Test
  default void givenNoSuchMessage_whenDeletedOrRestored_thenItIsNotFound() {
    MessageId unknown = new MessageId(Long.MAX_VALUE);

    assertThat(refusalOf(() -> stores().messages().delete(unknown)))
        .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
    assertThat(refusalOf(() -> stores().messages().restore(unknown)))
        .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
  }

  @Test
  default void givenDeletedMessage_whenListedOrSearched_thenItIsNowhereAndUncounted() {
    List<Message> messages = stores().send(ALICE, BOB, "tea one", "tea two", "tea three");
    ConversationId conversation = conversationOf(messages);
    List<Message> left = List.of(messages.get(0), messages.get(2));
    PageRequest request = new PageRequest(1, 10);

    stores().messages().delete(messages.get(1).id());

    MessageHistory history = stores().history();
    assertThat(history.page(conversation, request)).isEqualTo(Page.of(left, 2, request));
    assertThat(history.after(conversation, Sequence.NONE, 10).messages()).isEqualTo(left);
    assertThat(history.after(conversation, Sequence.NONE, 10).total()).isEqualTo(2);
    assertThat(history.before(conversation, new Sequence(4), 10).messages()).isEqualTo(left);
    assertThat(history.before(conversation, new Sequence(4), 10).total()).isEqualTo(2);
    assertThat(stores().search(conversation, "tea").items())
        .containsExactlyInAnyOrderElementsOf(left);
    assertThat(stores().search(conversation, "tea").total()).isEqualTo(2);
    assertThat(stores().search(BOB, "tea").items()).containsExactlyInAnyOrderElementsOf(left);
    assertThat(stores().search(BOB, "tea").total()).isEqualTo(2);
  }

  @Test
  default void givenNewestDeleted_whenPreviewed_thenItFallsBackToTheMessageBefore() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");

    assertThat(delete(messages.get(2)).lastMessage()).contains("two");
    assertPreview("two");
    assertThat(delete(messages.get(0)).lastMessage()).contains("two");
    assertPreview("two");
    assertThat(delete(messages.get(1)).lastMessage()).isEmpty();
    assertThat(stores().inbox(BOB).get(0).conversation().lastMessage()).isEmpty();
  }

  @Test
  default void givenAllDeleted_whenRestored_thenThePreviewIsTheNewestUndeleted() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");
    messages.forEach(this::delete);

    assertThat(restore(messages.get(1)).lastMessage()).contains("two");
    assertPreview("two");
    assertThat(restore(messages.get(0)).lastMessage()).contains("two");
    assertPreview("two");
    assertThat(restore(messages.get(2)).lastMessage()).contains("three");
    assertPreview("three");
  }

  @Test
  default void givenNewestDeleted_whenAnotherIsAppended_thenItIsThePreview() {
    delete(stores().send(aDraft().saying("gone")));

    stores().send(aDraft().saying("here"));

    assertPreview("here");
  }

  @Test
  default void givenDeletedMessages_whenLooked_thenLastTimeAndLastSequenceDoNotGoBack() {
    List<Message> messages = stores().send(ALICE, BOB, "one");
    stores().tick();
    Message last = stores().send(aDraft().saying("two"));

    ConversationState state = delete(last);

    assertThat(state.lastMessageAt()).contains(last.createdAt());
    assertThat(state.lastSequence()).isEqualTo(new Sequence(2));
    assertThat(stores().conversations().lastSequence(last.conversation()))
        .isEqualTo(new Sequence(2));
    assertThat(stores().inbox(BOB).get(0).conversation().lastMessageAt())
        .contains(last.createdAt());
    assertThat(delete(messages.get(0)).lastMessageAt()).contains(last.createdAt());
    assertThat(stores().send(aDraft()).sequence()).isEqualTo(new Sequence(3));
  }

  @Test
  default void givenRestoredMessage_whenLooked_thenLastTimeAndLastSequenceDoNotChange() {
    Message last = stores().send(aDraft());
    delete(last);
    stores().tick();

    ConversationState state = restore(last);

    assertThat(state.lastMessageAt()).contains(last.createdAt());
    assertThat(state.lastSequence()).isEqualTo(new Sequence(1));
  }

  @Test
  default void givenUnreadMessages_whenOneIsDeleted_thenStateIsExact() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");
    stores().send(BOB, ALICE, "four");
    ConversationState before = stores().messages().restore(messages.get(0).id()).state();

    ConversationState after = delete(messages.get(1));

    assertThat(before.secondUnread()).isEqualTo(3);
    assertThat(after)
        .isEqualTo(
            new ConversationState(
                before.id(),
                new Participants(ALICE, BOB),
                Optional.of("four"),
                before.lastMessageAt(),
                new Sequence(4),
                1,
                2,
                5));
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(2);
  }

  @Test
  default void givenUnreadMessageDeleted_whenRestored_thenItIsUnreadAgain() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two");
    delete(messages.get(0));

    ConversationState state = restore(messages.get(0));

    assertThat(state.secondUnread()).isEqualTo(2);
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(2);
    assertThat(stores().reload(messages.get(0).id()).isRead()).isFalse();
  }

  @Test
  default void givenUnreadMessage_whenDeletedOrRestoredTwice_thenItCountsOnce() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two");

    delete(messages.get(0));
    assertThat(delete(messages.get(0)).secondUnread()).isEqualTo(1);
    restore(messages.get(0));
    assertThat(restore(messages.get(0)).secondUnread()).isEqualTo(2);
  }

  @Test
  default void givenReadMessage_whenDeletedAndRestored_thenUnreadStays() {
    Message read = stores().send(aDraft());
    stores().receipts().markRead(read.conversation(), BOB, Optional.empty());
    stores().send(aDraft());

    assertThat(delete(read).secondUnread()).isEqualTo(1);
    assertThat(restore(read).secondUnread()).isEqualTo(1);
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);
    assertThat(stores().reload(read.id()).isRead()).isTrue();
  }

  @Test
  default void givenMessageMarkedWhileDeleted_whenRestored_thenItIsRead() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two");
    delete(messages.get(0));
    stores().receipts().markRead(conversationOf(messages), BOB, Optional.empty());

    ConversationState state = restore(messages.get(0));

    assertThat(state.secondUnread()).isZero();
    assertThat(stores().reload(messages.get(0).id()).isRead()).isTrue();
  }

  @Test
  default void givenOneMessage_whenManyThreadsDeleteIt_thenOneChangesIt() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two");

    for (int round = 0; round < 5; round++) {
      List<Changed> deleted =
          Concurrently.call(8, thread -> stores().messages().delete(messages.get(0).id()));
      assertThat(deleted).extracting(Changed::changed).containsOnlyOnce(true);
      assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);

      List<Changed> restored =
          Concurrently.call(8, thread -> stores().messages().restore(messages.get(0).id()));
      assertThat(restored).extracting(Changed::changed).containsOnlyOnce(true);
      assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(2);
    }
  }

  private ConversationState delete(Message message) {
    return stores().messages().delete(message.id()).state();
  }

  private ConversationState restore(Message message) {
    return stores().messages().restore(message.id()).state();
  }

  private void assertPreview(String expected) {
    assertThat(stores().inbox(BOB).get(0).conversation().lastMessage()).contains(expected);
  }

  private static ConversationId conversationOf(List<Message> messages) {
    return messages.get(0).conversation();
  }
}
