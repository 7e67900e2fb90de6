package io.parley.application.delivery;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the real store, or fails; counts how often it was asked for states. */
final class FailingConversations implements ConversationStore {
  private final ConversationStore conversations;
  private boolean failing;
  private int asked;

  FailingConversations(ConversationStore conversations) {
    this.conversations = conversations;
  }

  void fail(boolean fail) {
    failing = fail;
  }

  int asked() {
    return asked;
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    asked++;
    if (failing) {
      throw new StoreUnavailableException("planned");
    }
    return conversations.states(pairs);
  }

  @Override
  public Optional<Participants> participants(ConversationId conversation) {
    return conversations.participants(conversation);
  }

  @Override
  public Sequence lastSequence(ConversationId conversation) {
    return conversations.lastSequence(conversation);
  }

  @Override
  public Page<InboxEntry> inbox(UserId user, PageRequest request) {
    return conversations.inbox(user, request);
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
    return conversations.partners(users);
  }
}
