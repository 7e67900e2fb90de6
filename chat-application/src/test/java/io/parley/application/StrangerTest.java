package io.parley.application;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.ListConversations;
import io.parley.application.conversation.RecordingSeat;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.presence.SignalTyping;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever is not in a conversation can do nothing to it, and cannot even tell that it exists. */
class StrangerTest {
  private static final PageRequest FIRST_PAGE = new PageRequest(1, 20);
  private static final SearchText HELLO = new SearchText("Hello");

  private final TestChat chat = new TestChat();
  private final Message message = chat.given(aDraft().saying("Hello"));

  @Test
  void givenStranger_whenHeDoesAnythingInside_thenThereIsNoSuchConversation() {
    ConversationId unknown = new ConversationId(Long.MAX_VALUE);

    for (UserId stranger : List.of(CAROL, NOBODY)) {
      List<ChatException> refusals = refusals(stranger, message.conversation());
      List<ChatException> refusalsOfUnknown = refusals(stranger, unknown);

      assertThat(refusals)
          .hasSize(8)
          .extracting(ChatException::code)
          .containsOnly(ErrorCode.CONVERSATION_NOT_FOUND);
      assertThat(refusals)
          .extracting(ChatException::detail)
          .isEqualTo(refusalsOfUnknown.stream().map(ChatException::detail).toList());
    }
    assertThat(chat.notifier().events()).isEmpty();
    assertThat(chat.history().findAll(List.of(message.id()))).containsExactly(message);
  }

  @Test
  void givenStranger_whenHeDeletesOrRestores_thenThereIsNoSuchMessage() {
    DeleteMessage deleteMessage =
        new DeleteMessage(chat.history(), chat.messages(), chat.notifier());

    assertThat(refusalOf(() -> deleteMessage.delete(CAROL, message.id())))
        .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
    assertThat(refusalOf(() -> deleteMessage.restore(CAROL, message.id())))
        .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
    assertThat(chat.notifier().events()).isEmpty();
    assertThat(chat.history().findAll(List.of(message.id()))).containsExactly(message);
  }

  @Test
  void givenStranger_whenHeWritesIntoTheConversation_thenThereIsNoSuchConversation() {
    SendMessage sendMessage = new SendMessage(chat.messages(), chat.notifier());

    assertThat(refusalOf(sendMessage.send(aDraft().from(CAROL).in(message.conversation()).build())))
        .isEqualTo(ErrorCode.CONVERSATION_NOT_FOUND);
    assertThat(chat.notifier().events()).isEmpty();
  }

  @Test
  void givenStranger_whenHeListsOrSearchesAll_thenHeFindsNothing() {
    assertThat(new ListConversations(chat.conversations()).list(CAROL, FIRST_PAGE).total())
        .isZero();
    assertThat(
            new SearchMessages(chat.access(), chat.search())
                .everywhere(CAROL, HELLO, FIRST_PAGE)
                .total())
        .isZero();
    assertThat(new ListUnread(chat.receipts()).total(CAROL)).isZero();
    assertThat(new ListUnread(chat.receipts()).byConversation(CAROL)).isEmpty();
  }

  private List<ChatException> refusals(UserId user, ConversationId conversation) {
    ReadHistory readHistory = new ReadHistory(chat.access(), chat.history());
    SearchMessages searchMessages = new SearchMessages(chat.access(), chat.search());
    FollowConversation followConversation =
        new FollowConversation(
            chat.access(), chat.conversations(), chat.history(), chat.notifier());
    MarkRead markRead = new MarkRead(chat.receipts(), chat.notifier());
    SignalTyping signalTyping = new SignalTyping(chat.access(), chat.notifier());
    TypingSignal typing = new TypingSignal(conversation, user, true, new ConnectionId("c"));
    List<Runnable> attempts =
        List.of(
            () -> readHistory.page(user, conversation, FIRST_PAGE),
            () -> readHistory.after(user, conversation, Sequence.NONE, 20),
            () -> readHistory.before(user, conversation, new Sequence(9), 20),
            () -> searchMessages.inConversation(user, conversation, HELLO, FIRST_PAGE),
            () ->
                followConversation.follow(
                    user, conversation, Optional.empty(), new RecordingSeat(this::subscribed)),
            () -> followConversation.unfollow(user, conversation, new RecordingSeat()),
            () -> markRead.mark(user, conversation, Optional.empty()),
            () -> signalTyping.signal(typing));
    List<ChatException> refusals = new ArrayList<>();
    for (Runnable attempt : attempts) {
      try {
        attempt.run();
      } catch (ChatException refusal) {
        refusals.add(refusal);
      }
    }
    return refusals;
  }

  private void subscribed() {
    throw new AssertionError("a stranger was subscribed");
  }
}
