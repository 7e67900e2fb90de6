package io.parley.application.receipt;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.TestChat;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.testkit.fixture.RecordingNotifier;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkReadTest {
  private final TestChat chat = new TestChat();
  private final RecordingNotifier notifier = chat.notifier();
  private final MarkRead markRead = new MarkRead(chat.receipts(), notifier);
  private final ListUnread listUnread = new ListUnread(chat.receipts());
  private final ConversationId conversation = chat.given(aDraft()).conversation();

  @BeforeEach
  void twoMoreMessages() {
    chat.given(aDraft());
    chat.given(aDraft());
  }

  @Test
  void givenUnreadMessages_whenMarked_thenTheReceiptAndTheConversationAreAnnounced() {
    ReadReceipt receipt = markRead.mark(BOB, conversation, Optional.empty());

    assertThat(receipt.reader()).isEqualTo(BOB);
    assertThat(receipt.author()).isEqualTo(ALICE);
    assertThat(receipt.upTo()).isEqualTo(new Sequence(3));
    assertThat(notifier.events()).hasSize(2).startsWith((ChatEvent) new MessagesRead(receipt));
    assertThat(notifier.events(ConversationUpdated.class))
        .singleElement()
        .satisfies(event -> assertThat(event.state().unreadOf(BOB)).isZero());
  }

  @Test
  void givenPosition_whenMarked_thenOnlyThatFarIsRead() {
    ReadReceipt receipt = markRead.mark(BOB, conversation, Optional.of(new Sequence(2)));

    assertThat(receipt.upTo()).isEqualTo(new Sequence(2));
    assertThat(listUnread.total(BOB)).isEqualTo(1);
  }

  @Test
  void givenReadMessages_whenMarkedAgain_thenTheReceiptIsTheSameAndNobodyIsTold() {
    ReadReceipt first = markRead.mark(BOB, conversation, Optional.empty());
    notifier.clear();

    assertThat(markRead.mark(BOB, conversation, Optional.empty())).isEqualTo(first);
    assertThat(markRead.mark(BOB, conversation, Optional.of(new Sequence(1)))).isEqualTo(first);

    assertThat(notifier.events()).isEmpty();
  }

  @Test
  void givenUnreadMessages_whenListed_thenTheyAreCountedInAllAndByConversation() {
    assertThat(listUnread.total(BOB)).isEqualTo(3);
    assertThat(listUnread.byConversation(BOB))
        .containsExactly(new UnreadConversation(conversation, 3, user(ALICE)));
    assertThat(listUnread.total(ALICE)).isZero();
    assertThat(listUnread.byConversation(ALICE)).isEmpty();
  }
}
