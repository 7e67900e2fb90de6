package io.parley.application.cluster;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.presence.FollowSignal;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes events in the form in which they cross the bus.
 *
 * <p>A frame is {@code version:byte origin:long number:long} and then entries, each {@code
 * length:int kind:byte body}. Numbers are big-endian, texts {@code length:int} and UTF-8, what may
 * be missing begins with a byte 0 or 1. Nodes of two versions meet while a cluster is upgraded, so
 * a reader skips entries of a kind that it does not know, and whatever follows the last member that
 * it knows; a writer adds members at the end only. Not thread-safe.
 */
final class FrameWriter implements ChatEvent.Visitor {
  static final byte VERSION = 1;
  static final int HEADER_BYTES = 17;

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
  private final DataOutputStream out = new DataOutputStream(body);

  /** The frame with all that was written. */
  byte[] frame(long origin, long number) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(HEADER_BYTES + entries.size());
    try {
      DataOutputStream header = new DataOutputStream(frame);
      header.writeByte(VERSION);
      header.writeLong(origin);
      header.writeLong(number);
      entries.writeTo(frame);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return frame.toByteArray();
  }

  boolean isEmpty() {
    return entries.size() == 0;
  }

  /** Bytes of the frame so far. */
  int size() {
    return HEADER_BYTES + entries.size();
  }

  /** Whether another one's entries would make it too large. */
  boolean isFull(FrameWriter other, int maxBytes) {
    return size() + other.entries.size() > maxBytes;
  }

  /** Takes another one's entries over. */
  void add(FrameWriter other) {
    try {
      other.entries.writeTo(entries);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** As {@link Hints#look}. */
  void look(Participants participants) {
    entry(EntryKind.LOOK, () -> write(participants));
  }

  /** As {@link Hints#changed}. */
  void changed(Participants participants, Optional<MessageId> message) {
    entry(
        EntryKind.CHANGED,
        () -> {
          write(participants);
          writeOptional(message, id -> write(id.value()));
        });
  }

  /** As {@link io.parley.domain.port.ChatNotifier#uncertain}. */
  void uncertain(MessageDraft draft) {
    entry(
        EntryKind.UNCERTAIN,
        () -> {
          write(draft.sender());
          write(draft.receiver());
          writeOptional(draft.conversation(), this::write);
          write(draft.content().text());
          writeOptional(draft.attachment(), url -> write(url.text()));
          writeOptional(draft.clientMessageId(), id -> write(id.text()));
        });
  }

  @Override
  public void messageSent(ChatEvent.MessageSent event) {
    entry(EntryKind.MESSAGE_SENT, () -> write(event.message()));
  }

  @Override
  public void messageDeleted(ChatEvent.MessageDeleted event) {
    entry(EntryKind.MESSAGE_DELETED, () -> write(event.message()));
  }

  @Override
  public void messageRestored(ChatEvent.MessageRestored event) {
    entry(EntryKind.MESSAGE_RESTORED, () -> write(event.message()));
  }

  @Override
  public void messagesRead(ChatEvent.MessagesRead event) {
    ReadReceipt receipt = event.receipt();
    entry(
        EntryKind.MESSAGES_READ,
        () -> {
          write(receipt.conversation());
          write(receipt.reader());
          write(receipt.author());
          write(receipt.upTo());
          write(receipt.readAt());
        });
  }

  @Override
  public void conversationUpdated(ChatEvent.ConversationUpdated event) {
    ConversationState state = event.state();
    entry(
        EntryKind.CONVERSATION_UPDATED,
        () -> {
          write(state.id());
          write(state.participants());
          writeOptional(state.lastMessage(), this::write);
          writeOptional(state.lastMessageAt(), this::write);
          write(state.lastSequence());
          write(state.firstUnread());
          write(state.secondUnread());
          write(state.change());
        });
  }

  @Override
  public void deliveryBroken(ChatEvent.DeliveryBroken event) {
    throw new IllegalArgumentException("is about one node");
  }

  @Override
  public void followingChanged(ChatEvent.FollowingChanged event) {
    FollowSignal signal = event.signal();
    entry(
        EntryKind.FOLLOWING_CHANGED,
        () -> {
          write(signal.conversation());
          write(signal.user());
          write(signal.following());
          write(signal.origin().text());
          write(event.participants());
        });
  }

  @Override
  public void typingChanged(ChatEvent.TypingChanged event) {
    TypingSignal signal = event.signal();
    entry(
        EntryKind.TYPING_CHANGED,
        () -> {
          write(signal.conversation());
          write(signal.user());
          write(signal.typing());
          write(signal.origin().text());
          write(event.participants());
        });
  }

  @Override
  public void presenceChanged(ChatEvent.PresenceChanged event) {
    PresenceChange change = event.change();
    entry(
        EntryKind.PRESENCE_CHANGED,
        () -> {
          write(change.user());
          write(change.online());
          write(change.at());
          write((long) change.audience().size());
          for (UserId user : change.audience()) {
            write(user);
          }
        });
  }

  @Override
  public void contactRequestSent(ChatEvent.ContactRequestSent event) {
    entry(EntryKind.CONTACT_REQUEST_SENT, () -> write(event.request()));
  }

  @Override
  public void contactRequestReceived(ChatEvent.ContactRequestReceived event) {
    entry(EntryKind.CONTACT_REQUEST_RECEIVED, () -> write(event.request()));
  }

  @Override
  public void contactRequestAccepted(ChatEvent.ContactRequestAccepted event) {
    entry(
        EntryKind.CONTACT_REQUEST_ACCEPTED,
        () -> {
          write(event.conversation());
          write(event.request());
        });
  }

  // --- values ----------------------------------------------------------------------------------

  private interface Body {
    void write() throws IOException;
  }

  private void entry(EntryKind kind, Body content) {
    body.reset();
    try {
      content.write();
      DataOutputStream header = new DataOutputStream(entries);
      header.writeInt(body.size());
      header.writeByte(kind.code());
      body.writeTo(entries);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void write(Message message) {
    write(message.id().value());
    write(message.conversation());
    write(message.sequence());
    write(message.sender());
    write(message.receiver());
    write(message.content().text());
    writeOptional(message.attachment(), url -> write(url.text()));
    writeOptional(message.clientMessageId(), id -> write(id.text()));
    writeOptional(message.readAt(), this::write);
    writeOptional(message.deletedAt(), this::write);
    write(message.createdAt());
    write(message.updatedAt());
    writeOptional(message.flag(), flag -> write(flag.text()));
  }

  private void write(ContactRequest request) {
    write(request.id().value());
    write(request.sender());
    write(request.receiver());
    write(request.status().wireName());
    writeOptional(request.message(), message -> write(message.text()));
    write(request.createdAt());
    write(request.updatedAt());
  }

  private void write(User user) {
    write(user.id());
    write(user.name());
    write(user.username());
    write(user.profileName());
    writeOptional(user.profilePhoto(), this::write);
  }

  private void write(Participants participants) {
    write(participants.first());
    write(participants.second());
  }

  private void write(ConversationId conversation) {
    write(conversation.value());
  }

  private void write(UserId user) {
    write(user.value());
  }

  private void write(Sequence sequence) {
    write(sequence.value());
  }

  private void write(Instant instant) {
    write(instant.getEpochSecond());
    write((long) instant.getNano());
  }

  private <T> void writeOptional(Optional<T> value, Consumer<T> writer) {
    write(value.isPresent());
    value.ifPresent(writer);
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      out.writeInt(bytes.length);
      out.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void write(long value) {
    try {
      out.writeLong(value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void write(boolean value) {
    try {
      out.writeBoolean(value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
