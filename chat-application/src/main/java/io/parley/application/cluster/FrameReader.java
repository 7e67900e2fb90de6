package io.parley.application.cluster;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.FollowSignal;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what {@link FrameWriter} has written. Not thread-safe. */
final class FrameReader {
  private final ByteBuffer in;
  private final long origin;
  private final long number;

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if this is no frame of a version that can be read
   */
  FrameReader(byte[] frame) {
    in = ByteBuffer.wrap(frame);
    if (frame.length < FrameWriter.HEADER_BYTES || in.get() != FrameWriter.VERSION) {
      throw new IllegalArgumentException("not a frame of version " + FrameWriter.VERSION);
    }
    origin = in.getLong();
    number = in.getLong();
  }

  /** The node that it comes from. */
  long origin() {
    return origin;
  }

  /** Counts the frames of that node. */
  long number() {
    return number;
  }

  /**
   * Hands out the entries.
   *
   * @throws IllegalArgumentException if the frame is damaged; what came before has been handed out
   */
  void read(ChatNotifier events, Hints hints) {
    try {
      int end = in.limit();
      while (in.hasRemaining()) {
        int length = in.getInt();
        Optional<EntryKind> kind = EntryKind.of(in.get());
        int next = in.position() + length;
        if (length < 0 || next < 0 || next > end) {
          throw new IllegalArgumentException("an entry that does not fit");
        }
        in.limit(next);
        if (kind.isPresent()) {
          entry(kind.get(), events, hints);
        }
        in.limit(end);
        in.position(next);
      }
    } catch (BufferUnderflowException
        | DateTimeException
        | ArithmeticException // from a time that no long holds
        | ChatException e) {
      throw new IllegalArgumentException("a damaged entry", e);
    }
  }

  private void entry(EntryKind kind, ChatNotifier events, Hints hints) {
    switch (kind) {
      case LOOK -> hints.look(participants());
      case CHANGED -> hints.changed(participants(), optional(this::messageId));
      case UNCERTAIN -> events.uncertain(draft());
      default -> events.publish(event(kind));
    }
  }

  private ChatEvent event(EntryKind kind) {
    return switch (kind) {
      case MESSAGE_SENT -> new ChatEvent.MessageSent(message());
      case MESSAGE_DELETED -> new ChatEvent.MessageDeleted(message());
      case MESSAGE_RESTORED -> new ChatEvent.MessageRestored(message());
      case MESSAGES_READ ->
          new ChatEvent.MessagesRead(
              new ReadReceipt(conversation(), user(), user(), sequence(), instant()));
      case CONVERSATION_UPDATED ->
          new ChatEvent.ConversationUpdated(
              new ConversationState(
                  conversation(),
                  participants(),
                  optional(this::text),
                  optional(this::instant),
                  sequence(),
                  in.getLong(),
                  in.getLong(),
                  in.getLong()));
      case FOLLOWING_CHANGED ->
          new ChatEvent.FollowingChanged(
              new FollowSignal(conversation(), user(), truth(), new ConnectionId(text())),
              participants());
      case TYPING_CHANGED ->
          new ChatEvent.TypingChanged(
              new TypingSignal(conversation(), user(), truth(), new ConnectionId(text())),
              participants());
      case PRESENCE_CHANGED ->
          new ChatEvent.PresenceChanged(
              new PresenceChange(user(), truth(), instant(), users(in.getLong())));
      case CONTACT_REQUEST_SENT -> new ChatEvent.ContactRequestSent(contactRequest());
      case CONTACT_REQUEST_RECEIVED -> new ChatEvent.ContactRequestReceived(contactRequest());
      case CONTACT_REQUEST_ACCEPTED -> {
        ConversationId conversation = conversation();
        yield new ChatEvent.ContactRequestAccepted(contactRequest(), conversation);
      }
      case LOOK, CHANGED, UNCERTAIN -> throw new IllegalArgumentException("no event");
    };
  }

  // --- values ----------------------------------------------------------------------------------

  private Message message() {
    return new Message(
        messageId(),
        conversation(),
        sequence(),
        profile(),
        profile(),
        new MessageContent(text()),
        optional(() -> new AttachmentUrl(text())),
        optional(() -> new ClientMessageId(text())),
        optional(this::instant),
        optional(this::instant),
        instant(),
        instant(),
        added(() -> new MessageFlag(text())));
  }

  private MessageDraft draft() {
    return new MessageDraft(
        user(),
        user(),
        optional(this::conversation),
        new MessageContent(text()),
        optional(() -> new AttachmentUrl(text())),
        optional(() -> new ClientMessageId(text())));
  }

  private ContactRequest contactRequest() {
    return new ContactRequest(
        new ContactRequestId(in.getLong()),
        profile(),
        profile(),
        RequestStatus.of(text())
            .orElseThrow(() -> new IllegalArgumentException("no status of a request")),
        optional(() -> new RequestMessage(text())),
        instant(),
        instant());
  }

  private User profile() {
    return new User(user(), text(), text(), text(), optional(this::text));
  }

  private MessageId messageId() {
    return new MessageId(in.getLong());
  }

  private Participants participants() {
    return new Participants(user(), user());
  }

  private ConversationId conversation() {
    return new ConversationId(in.getLong());
  }

  private UserId user() {
    return new UserId(in.getLong());
  }

  private Set<UserId> users(long count) {
    if (count < 0 || count > in.remaining() / Long.BYTES) {
      throw new IllegalArgumentException("more users than bytes");
    }
    Set<UserId> users = new HashSet<>();
    for (long i = 0; i < count; i++) {
      users.add(user());
    }
    return users;
  }

  private Sequence sequence() {
    return new Sequence(in.getLong());
  }

  private Instant instant() {
    return Instant.ofEpochSecond(in.getLong(), in.getLong());
  }

  private <T> Optional<T> optional(Supplier<T> value) {
    return truth() ? Optional.of(value.get()) : Optional.empty();
  }

  /** The same for a member that writers of earlier versions leave out. */
  private <T> Optional<T> added(Supplier<T> value) {
    return in.hasRemaining() ? optional(value) : Optional.empty();
  }

  private boolean truth() {
    return in.get() != 0;
  }

  private String text() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a text that does not fit");
    }
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }
}
