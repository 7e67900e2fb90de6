package io.parley.adapter.memory;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Authorship;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The reading half: takes snapshots under the lock, and completes them outside of it. */
final class MemoryMessageHistory implements MessageHistory {
  private final ChatState state;
  private final UserProfiles profiles;

  MemoryMessageHistory(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  @Override
  public Optional<Authorship> authorship(MessageId message, UserId participant) {
    synchronized (state) {
      return state
          .message(message)
          .map(place -> place.message().draft())
          .filter(draft -> draft.participants().contains(participant))
          .map(draft -> new Authorship(draft.sender(), draft.receiver()));
    }
  }

  @Override
  public List<Message> findAll(List<MessageId> ids) {
    List<MessageSnapshot> found;
    synchronized (state) {
      found = ids.stream().flatMap(id -> state.message(id).stream()).map(Place::snapshot).toList();
    }
    return profiles.complete(found);
  }

  @Override
  public Instant now() {
    synchronized (state) {
      return state.now();
    }
  }

  @Override
  public Snapshot snapshot() {
    synchronized (state) {
      return new Snapshot(state.now(), String.valueOf(state.lastMessage()));
    }
  }

  @Override
  public Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence after) {
    long lastMessage = Long.parseLong(snapshot.text());
    synchronized (state) {
      return state.conversation(conversation).stream()
          .flatMap(stored -> stored.after(after).stream())
          .takeWhile(message -> message.id().value() <= lastMessage)
          .reduce((first, second) -> second)
          .map(StoredMessage::sequence)
          .orElse(after);
    }
  }

  @Override
  public Page<Message> page(ConversationId conversation, PageRequest request) {
    long total;
    List<MessageSnapshot> part;
    synchronized (state) {
      List<StoredMessage> all = undeleted(conversation);
      total = all.size();
      part = PagedList.cut(all, request).stream().map(state::snapshot).toList();
    }
    return Page.of(profiles.complete(part), total, request);
  }

  @Override
  public Slice after(ConversationId conversation, Sequence after, int limit) {
    return slice(
        conversation,
        message -> message.sequence().compareTo(after) > 0,
        following -> following.subList(0, Math.min(limit, following.size())));
  }

  @Override
  public List<Message> sequence(ConversationId conversation, Sequence after, int limit) {
    List<MessageSnapshot> part;
    synchronized (state) {
      part =
          state.conversation(conversation).stream()
              .flatMap(stored -> stored.after(after).stream())
              .limit(limit)
              .map(state::snapshot)
              .toList();
    }
    return profiles.complete(part);
  }

  @Override
  public Slice before(ConversationId conversation, Sequence before, int limit) {
    return slice(
        conversation,
        message -> message.sequence().compareTo(before) < 0,
        preceding -> preceding.subList(Math.max(0, preceding.size() - limit), preceding.size()));
  }

  private List<StoredMessage> undeleted(ConversationId conversation) {
    return state.conversation(conversation).map(StoredConversation::undeleted).orElse(List.of());
  }

  private Slice slice(
      ConversationId conversation,
      Predicate<StoredMessage> candidate,
      UnaryOperator<List<StoredMessage>> nearest) {
    long total;
    boolean hasMore;
    List<MessageSnapshot> part;
    synchronized (state) {
      List<StoredMessage> all = undeleted(conversation);
      List<StoredMessage> candidates = all.stream().filter(candidate).toList();
      List<StoredMessage> chosen = nearest.apply(candidates);
      total = all.size();
      hasMore = chosen.size() < candidates.size();
      part = chosen.stream().map(state::snapshot).toList();
    }
    return new Slice(profiles.complete(part), total, hasMore);
  }
}
