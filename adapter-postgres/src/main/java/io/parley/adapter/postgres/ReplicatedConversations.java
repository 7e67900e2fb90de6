package io.parley.adapter.postgres;

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

/** Conversations whose inboxes come from a replica, where that has everything. */
final class ReplicatedConversations implements ConversationStore {
  private final ConversationStore primary;
  private final ConversationStore standby;
  private final ReadReplica replica;

  ReplicatedConversations(
      ConversationStore primary, ConversationStore standby, ReadReplica replica) {
    this.primary = primary;
    this.standby = standby;
    this.replica = replica;
  }

  @Override
  public Page<InboxEntry> inbox(UserId user, PageRequest request) {
    return replica.read(() -> standby.inbox(user, request), () -> primary.inbox(user, request));
  }

  @Override
  public Optional<Participants> participants(ConversationId conversation, UserId participant) {
    return primary.participants(conversation, participant);
  }

  @Override
  public Sequence lastSequence(ConversationId conversation) {
    return primary.lastSequence(conversation);
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    return primary.states(pairs);
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
    return primary.partners(users);
  }
}
