package io.parley.adapter.memory;

import io.parley.domain.message.FoldedText;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageLog;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What was stored, in order; what is stored here is settled at once. */
final class MemoryMessageLog implements MessageLog {
  private static final Comparator<StoredMessage> NEWEST_FIRST =
      Comparator.comparing((StoredMessage message) -> message.id().value()).reversed();

  private final String origin = UUID.randomUUID().toString();
  private final ChatState state;

  MemoryMessageLog(ChatState state) {
    this.state = state;
  }

  @Override
  public Batch after(Position position, int limit) {
    synchronized (state) {
      List<Entry> messages =
          state
              .messagesAfter(position.message())
              .limit(limit)
              .map(MemoryMessageLog::entry)
              .toList();
      List<MessageId> changes = state.changesAfter(position.change()).limit(limit).toList();
      Map<MessageId, Boolean> deleted = new HashMap<>();
      changes.forEach(id -> deleted.put(id, state.requireMessage(id).message().isDeleted()));
      Position end =
          new Position(
              position.message() + messages.size(), position.change() + changes.size(), origin);
      return new Batch(messages, deleted, end, state.lastMessage());
    }
  }

  @Override
  public Position end() {
    synchronized (state) {
      return new Position(state.lastMessage(), state.changesAfter(0).count(), origin);
    }
  }

  @Override
  public Position before(MessageId first) {
    Position end = end();
    return new Position(Math.min(first.value() - 1, end.message()), end.change(), origin);
  }

  private static Entry entry(StoredMessage message) {
    return new Entry(
        message.id(),
        message.conversation().value(),
        message.draft().sender().value(),
        message.draft().receiver().value(),
        message.draft().content().text(),
        message.isDeleted());
  }

  @Override
  public boolean contains(Position position) {
    return position.equals(Position.START) || position.origin().equals(origin);
  }

  @Override
  public News news(Position position, SearchScope scope, SearchText text, PageRequest request) {
    FoldedText wanted = FoldedText.of(text);
    synchronized (state) {
      Set<MessageId> changed = Set.copyOf(state.changesAfter(position.change()).toList());
      List<MessageId> found =
          undeleted(scope)
              .filter(
                  message ->
                      message.id().value() > position.message() || changed.contains(message.id()))
              .filter(message -> wanted.isIn(message.draft().content().text()))
              .sorted(NEWEST_FIRST)
              .map(StoredMessage::id)
              .toList();
      return new News(found.size(), PagedList.cut(found, request), changed);
    }
  }

  private Stream<StoredMessage> undeleted(SearchScope scope) {
    if (scope instanceof InConversation one) {
      return state.conversation(one.conversation()).stream()
          .flatMap(conversation -> conversation.undeleted().stream());
    }
    return state.conversationsOf(((InAllOf) scope).user()).stream()
        .flatMap(conversation -> conversation.undeleted().stream());
  }
}
