package io.parley.adapter.websocket.event;

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

/** A history during whose next reading of what comes after a position something happens. */
final class WatchedHistory implements MessageHistory {
  private final MessageHistory history;
  private volatile Runnable before = () -> {};
  private volatile Runnable after = () -> {};

  WatchedHistory(MessageHistory history) {
    this.history = history;
  }

  /** Lets things happen just before and just after the next reading. */
  void whenRead(Runnable nextBefore, Runnable nextAfter) {
    before = nextBefore;
    after = nextAfter;
  }

  @Override
  public Slice after(ConversationId conversation, Sequence position, int limit) {
    Runnable first = before;
    Runnable second = after;
    whenRead(() -> {}, () -> {});
    first.run();
    Slice slice = history.after(conversation, position, limit);
    second.run();
    return slice;
  }

  @Override
  public Optional<Authorship> authorship(MessageId message, UserId participant) {
    return history.authorship(message, participant);
  }

  @Override
  public List<Message> findAll(List<MessageId> ids) {
    return history.findAll(ids);
  }

  @Override
  public Page<Message> page(ConversationId conversation, PageRequest request) {
    return history.page(conversation, request);
  }

  @Override
  public List<Message> sequence(ConversationId conversation, Sequence position, int limit) {
    return history.sequence(conversation, position, limit);
  }

  @Override
  public Instant now() {
    return history.now();
  }

  @Override
  public Snapshot snapshot() {
    return history.snapshot();
  }

  @Override
  public Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence position) {
    return history.lastIn(snapshot, conversation, position);
  }

  @Override
  public Slice before(ConversationId conversation, Sequence position, int limit) {
    return history.before(conversation, position, limit);
  }
}
