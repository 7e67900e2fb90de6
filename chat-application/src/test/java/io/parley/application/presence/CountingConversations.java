package io.parley.application.presence;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Notes for whom partners are asked, and lets something happen, once, while they are read. */
final class CountingConversations implements ConversationStore {
  private final ConversationStore conversations;
  private final List<Set<UserId>> asked = new ArrayList<>();
  private Runnable incident = () -> {};

  CountingConversations(ConversationStore conversations) {
    this.conversations = conversations;
  }

  void whenAsked(Runnable nextIncident) {
    incident = nextIncident;
  }

  List<Set<UserId>> asked() {
    return List.copyOf(asked);
  }

  void clear() {
    asked.clear();
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
    asked.add(Set.copyOf(users));
    Runnable once = incident;
    incident = () -> {};
    once.run();
    return conversations.partners(users);
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
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    return conversations.states(pairs);
  }

  @Override
  public Page<InboxEntry> inbox(UserId user, PageRequest request) {
    return conversations.inbox(user, request);
  }
}
