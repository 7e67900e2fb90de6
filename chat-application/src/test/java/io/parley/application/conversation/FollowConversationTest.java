package io.parley.application.conversation;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.application.ForwardingConversations;
import io.parley.application.TestChat;
import io.parley.application.conversation.FollowConversation.Followed;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.FollowingChanged;
import io.parley.domain.message.Message;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.presence.FollowSignal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowConversationTest {
  private final TestChat chat = new TestChat();
  private final FollowConversation followConversation =
      new FollowConversation(chat.access(), chat.conversations(), chat.history(), chat.notifier());
  private final Message first = chat.given(aDraft().saying("first"));
  private final Message second = chat.given(aDraft().saying("second"));
  private final ConversationId conversation = first.conversation();
  private final RecordingSeat seat = new RecordingSeat();

  @Test
  void givenParticipant_whenHeFollows_thenHeIsSubscribedOnceAndLearnsTheLastSequence() {
    Followed followed = followConversation.follow(BOB, conversation, Optional.empty(), seat);

    assertThat(followed).isEqualTo(new Followed(new Sequence(2), List.of(), false));
    assertThat(seat.taken()).isEqualTo(1);
  }

  @Test
  void givenParticipant_whenHeComesAndGoes_thenBothAreAnnouncedOnce() {
    follow(0);
    follow(0);
    followConversation.unfollow(BOB, conversation, seat);
    followConversation.unfollow(BOB, conversation, seat);

    assertThat(chat.notifier().events())
        .containsExactly(
            new FollowingChanged(signal(true), Participants.of(ALICE, BOB)),
            new FollowingChanged(signal(false), Participants.of(ALICE, BOB)));
  }

  @Test
  void givenHistoryThatCannotBeRead_whenHeFollows_thenTheSeatIsLeftAgain() {
    ConversationStore unreadable =
        new ForwardingConversations(chat.conversations()) {
          @Override
          public Sequence lastSequence(ConversationId id) {
            throw new StoreUnavailableException("no answer");
          }
        };
    FollowConversation failing =
        new FollowConversation(chat.access(), unreadable, chat.history(), chat.notifier());

    assertThatThrownBy(() -> failing.follow(BOB, conversation, Optional.empty(), seat))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(seat.left()).isEqualTo(1);
    assertThat(chat.notifier().events())
        .endsWith(new FollowingChanged(signal(false), Participants.of(ALICE, BOB)));
  }

  private FollowSignal signal(boolean following) {
    return new FollowSignal(conversation, BOB, following, seat.connection());
  }

  @Test
  void givenLastSeenPosition_whenHeFollows_thenHeGetsWhatCameAfter() {
    assertThat(follow(0).missed()).containsExactly(first, second);
    assertThat(follow(1).missed()).containsExactly(second);
    assertThat(follow(2).missed()).isEmpty();
    assertThat(follow(99).missed()).isEmpty();
  }

  @Test
  void givenMessageStoredWhileSubscribing_whenHeFollows_thenItIsInWhatHeReads() {
    Followed followed =
        followConversation.follow(
            BOB,
            conversation,
            Optional.of(new Sequence(2)),
            new RecordingSeat(() -> chat.given(aDraft().saying("in between"))));

    assertThat(followed.missed())
        .extracting(message -> message.content().text())
        .containsExactly("in between");
    assertThat(followed.lastSequence()).isEqualTo(new Sequence(3));
  }

  @Test
  void givenMoreThanFits_whenHeFollows_thenHeGetsTheOldestAndLearnsThatThereIsMore() {
    IntStream.range(0, 99).forEach(i -> chat.given(aDraft()));

    assertThat(follow(0).missed()).hasSize(100).startsWith(first, second);
    assertThat(follow(0).hasMore()).isTrue();
    assertThat(follow(1).missed()).hasSize(100);
    assertThat(follow(1).hasMore()).isFalse();
    assertThat(follow(0).lastSequence()).isEqualTo(new Sequence(101));
  }

  @Test
  void givenConversations_whenListed_thenEachUserSeesHisOwn() {
    chat.given(aDraft().from(CAROL).to(ALICE));
    ListConversations listConversations = new ListConversations(chat.conversations());

    Page<InboxEntry> ofAlice = listConversations.list(ALICE, new PageRequest(1, 20));
    Page<InboxEntry> ofBob = listConversations.list(BOB, new PageRequest(1, 20));

    assertThat(ofAlice.total()).isEqualTo(2);
    assertThat(ofBob.items()).extracting(InboxEntry::unreadCount).containsExactly(2L);
  }

  private Followed follow(long afterSequence) {
    return followConversation.follow(
        BOB, conversation, Optional.of(new Sequence(afterSequence)), seat);
  }
}
