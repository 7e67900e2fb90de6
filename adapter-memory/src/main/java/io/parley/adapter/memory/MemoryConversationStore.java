package io.parley.adapter.memory;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who talks to whom. */
final class MemoryConversationStore implements ConversationStore {
  private final ChatState state;
  private final UserProfiles profiles;

  MemoryConversationStore(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  @Override
  public Optional<Participants> participants(ConversationId conversation, UserId participant) {
    synchronized (state) {
      return state
          .conversation(conversation)
          .map(StoredConversation::participants)
          .filter(pair -> pair.contains(participant));
    }
  }

  @Override
  public Sequence lastSequence(ConversationId conversation) {
    synchronized (state) {
      return state
          .conversation(conversation)
          .map(StoredConversation::lastSequence)
          .orElse(Sequence.NONE);
    }
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    synchronized (state) {
      return pairs.stream()
          .flatMap(pair -> state.conversation(pair).stream())
          .collect(Collectors.toMap(StoredConversation::participants, StoredConversation::state));
    }
  }

  @Override
  public Page<InboxEntry> inbox(UserId user, PageRequest request) {
    long total;
    List<ConversationSnapshot> part;
    synchronized (state) {
      List<StoredConversation> all = state.newestFirst(user);
      total = all.size();
      part = PagedList.cut(all, request).stream().map(StoredConversation::snapshot).toList();
    }
    return Page.of(profiles.inbox(user, part), total, request);
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
    synchronized (state) {
      return users.stream().collect(Collectors.toMap(Function.identity(), this::partnersOf));
    }
  }

  private Set<UserId> partnersOf(UserId user) {
    return state.conversationsOf(user).stream()
        .map(conversation -> conversation.participants().otherThan(user))
        .collect(Collectors.toUnmodifiableSet());
  }
}
