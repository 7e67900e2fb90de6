package io.parley.adapter.postgres;

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

/** A history whose pages and search results come from a replica, where that has everything. */
final class ReplicatedHistory implements MessageHistory {
  private final MessageHistory primary;
  private final MessageHistory standby;
  private final ReadReplica replica;

  ReplicatedHistory(MessageHistory primary, MessageHistory standby, ReadReplica replica) {
    this.primary = primary;
    this.standby = standby;
    this.replica = replica;
  }

  @Override
  public Optional<Authorship> authorship(MessageId message, UserId participant) {
    return primary.authorship(message, participant);
  }

  @Override
  public List<Message> findAll(List<MessageId> ids) {
    return replica.read(() -> standby.findAll(ids), () -> primary.findAll(ids));
  }

  @Override
  public Page<Message> page(ConversationId conversation, PageRequest request) {
    return replica.read(
        () -> standby.page(conversation, request), () -> primary.page(conversation, request));
  }

  @Override
  public Slice after(ConversationId conversation, Sequence after, int limit) {
    return replica.read(
        () -> standby.after(conversation, after, limit),
        () -> primary.after(conversation, after, limit));
  }

  @Override
  public Slice before(ConversationId conversation, Sequence before, int limit) {
    return replica.read(
        () -> standby.before(conversation, before, limit),
        () -> primary.before(conversation, before, limit));
  }

  @Override
  public List<Message> sequence(ConversationId conversation, Sequence after, int limit) {
    return primary.sequence(conversation, after, limit);
  }

  @Override
  public Instant now() {
    return primary.now();
  }

  @Override
  public Snapshot snapshot() {
    return primary.snapshot();
  }

  @Override
  public Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence after) {
    return primary.lastIn(snapshot, conversation, after);
  }
}
