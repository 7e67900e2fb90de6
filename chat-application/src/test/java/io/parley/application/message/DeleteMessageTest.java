package io.parley.application.message;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.TestChat;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.testkit.fixture.RecordingNotifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteMessageTest {
  private final TestChat chat = new TestChat();
  private final RecordingNotifier notifier = chat.notifier();
  private final DeleteMessage deleteMessage =
      new DeleteMessage(chat.history(), chat.messages(), notifier);
  private final Message before = chat.given(aDraft().saying("before"));
  private final Message message = chat.given(aDraft().saying("newest"));

  @Test
  void givenAuthor_whenHeDeletes_thenTheDeleteAndTheConversationAreAnnounced() {
    deleteMessage.delete(ALICE, message.id());

    Message deleted = chat.history().findAll(List.of(message.id())).get(0);
    assertThat(deleted.isDeleted()).isTrue();
    assertThat(notifier.events()).hasSize(2).startsWith((ChatEvent) new MessageDeleted(deleted));
    assertThat(notifier.events(ConversationUpdated.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.state().lastMessage()).contains(before.content().text());
              assertThat(event.state().unreadOf(BOB)).isEqualTo(1);
            });
  }

  @Test
  void givenDeletedMessage_whenDeletedAgain_thenNobodyIsTold() {
    deleteMessage.delete(ALICE, message.id());
    notifier.clear();

    deleteMessage.delete(ALICE, message.id());

    assertThat(notifier.events()).isEmpty();
  }

  @Test
  void givenDeletedMessage_whenTheAuthorRestores_thenTheMessageAndTheConversationAreAnnounced() {
    deleteMessage.delete(ALICE, message.id());
    notifier.clear();

    Message restored = deleteMessage.restore(ALICE, message.id());

    assertThat(restored.isDeleted()).isFalse();
    assertThat(notifier.events()).hasSize(2).startsWith((ChatEvent) new MessageRestored(restored));
    assertThat(notifier.events(ConversationUpdated.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.state().lastMessage()).contains("newest");
              assertThat(event.state().unreadOf(BOB)).isEqualTo(2);
            });
  }

  @Test
  void givenMessageThatIsNotDeleted_whenRestored_thenItComesBackAndNobodyIsTold() {
    assertThat(deleteMessage.restore(ALICE, message.id())).isEqualTo(message);

    assertThat(notifier.events()).isEmpty();
  }

  @Test
  void givenReceiver_whenHeDeletesOrRestores_thenHeIsNotTheAuthor() {
    assertThat(refusalOf(() -> deleteMessage.delete(BOB, message.id())))
        .isEqualTo(ErrorCode.NOT_THE_AUTHOR);
    assertThat(refusalOf(() -> deleteMessage.restore(BOB, message.id())))
        .isEqualTo(ErrorCode.NOT_THE_AUTHOR);

    assertThat(chat.history().findAll(List.of(message.id()))).containsExactly(message);
    assertThat(notifier.events()).isEmpty();
  }

  @Test
  void givenNoSuchMessage_whenDeletedOrRestored_thenItIsNotFound() {
    MessageId unknown = new MessageId(Long.MAX_VALUE);

    assertThat(refusalOf(() -> deleteMessage.delete(ALICE, unknown)))
        .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
    assertThat(refusalOf(() -> deleteMessage.restore(ALICE, unknown)))
        .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
  }
}
