package io.parley.application;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks a real store; for tests that watch, or disturb, one of the questions. */
public class ForwardingConversations implements ConversationStore {
  private final ConversationStore conversations;

  protected ForwardingConversations(ConversationStore conversations) {
    this.conversations = conversations;
  }

  @Override
  public Optional<Participants> participants(ConversationId conversation, UserId participant) {
    return conversations.participants(conversation, participant);
  }

  @Override
  public Sequence lastSequence(ConversationId conversation) {
    return conversations.lastSequence(conversation);
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    return conversations.states(pairs);
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
