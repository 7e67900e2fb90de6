package io.parley.application.message;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.TestChat;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import org.junit.jupiter.api.Test;

class ReadHistoryTest {
  private final TestChat chat = new TestChat();
  private final ReadHistory readHistory = new ReadHistory(chat.access(), chat.history());
  private final SearchMessages searchMessages = new SearchMessages(chat.access(), chat.search());
  private final Message first = chat.given(aDraft().saying("first tea"));
  private final Message second = chat.given(aDraft().from(BOB).to(ALICE).saying("second tea"));
  private final ConversationId conversation = first.conversation();

  @Test
  void givenEitherParticipant_whenHeReads_thenHeSeesTheMessagesOldestFirst() {
    PageRequest request = new PageRequest(1, 20);

    assertThat(readHistory.page(ALICE, conversation, request).items())
        .containsExactly(first, second);
    assertThat(readHistory.page(BOB, conversation, request).items()).containsExactly(first, second);
  }

  @Test
  void givenPosition_whenHeReadsAfterOrBefore_thenHeSeesThatSide() {
    assertThat(readHistory.after(ALICE, conversation, new Sequence(1), 20).messages())
        .containsExactly(second);
    assertThat(readHistory.before(BOB, conversation, new Sequence(2), 20).messages())
        .containsExactly(first);
  }

  @Test
  void givenParticipant_whenHeSearches_thenHeFindsTheNewestFirst() {
    SearchText tea = new SearchText("TEA");
    PageRequest request = new PageRequest(1, 1);

    assertThat(searchMessages.inConversation(BOB, conversation, tea, request).items())
        .containsExactly(second);
    assertThat(searchMessages.everywhere(ALICE, tea, request).items()).containsExactly(second);
    assertThat(searchMessages.everywhere(ALICE, tea, request).total()).isEqualTo(2);
  }
}
