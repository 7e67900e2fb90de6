package io.parley.adapter.memory;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is stored. Not thread-safe: whoever calls a method of it, or of a conversation in it,
 * holds the monitor of this object, so that each operation sees and leaves one consistent state.
 */
final class ChatState {
  private static final Comparator<StoredConversation> NEWEST_FIRST =
      Comparator.comparing(StoredConversation::lastMessageAt)
          .thenComparing(StoredConversation::id)
          .reversed();

  private final Clock clock;
  private final Map<ConversationId, StoredConversation> conversations = new HashMap<>();
  private final Map<Participants, StoredConversation> byParticipants = new HashMap<>();
  private final Map<UserId, List<StoredConversation>> byUser = new HashMap<>();

  /** Where the message with id n is, at index n - 1. */
  private final List<Place> messages = new ArrayList<>();

  /** Deleted and restored messages; the change with number n is at index n - 1. */
  private final List<MessageId> changes = new ArrayList<>();

  /** All that has happened, in order. */
  private final List<Happening> journal = new ArrayList<>();

  private final Map<Repeat, Place> byClientMessageId = new HashMap<>();
  private final ContactState contacts = new ContactState(this);
  private Instant now = Instant.EPOCH;

  ChatState(Clock clock) {
    this.clock = clock;
  }

  /** The time in milliseconds, as on the wire; never goes back, whatever the clock does. */
  Instant now() {
    Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    now = time.isAfter(now) ? time : now;
    return now;
  }

  Optional<StoredConversation> conversation(ConversationId id) {
    return Optional.ofNullable(conversations.get(id));
  }

  Optional<StoredConversation> conversation(Participants participants) {
    return Optional.ofNullable(byParticipants.get(participants));
  }

  /** The conversation that {@code user} is in; for everybody else there is none. */
  StoredConversation requireConversation(ConversationId id, UserId user) {
    return conversation(id)
        .filter(conversation -> conversation.participants().contains(user))
        .orElseThrow(Conversation::notFound);
  }

  List<StoredConversation> conversationsOf(UserId user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** The conversations of a user, that with the newest message first. */
  List<StoredConversation> newestFirst(UserId user) {
    return conversationsOf(user).stream().sorted(NEWEST_FIRST).toList();
  }

  Optional<Place> message(MessageId id) {
    return id.value() <= messages.size()
        ? Optional.of(messages.get((int) id.value() - 1))
        : Optional.empty();
  }

  Place requireMessage(MessageId id) {
    return message(id).orElseThrow(Message::notFound);
  }

  /** The highest id, or 0. */
  long lastMessage() {
    return messages.size();
  }

  /** Messages with a higher id, by id. */
  Stream<StoredMessage> messagesAfter(long id) {
    return messages.stream().skip(id).map(Place::message);
  }

  /** Deleted and restored messages after the first {@code number} of them. */
  Stream<MessageId> changesAfter(long number) {
    return changes.stream().skip(number);
  }

  void delete(Place place) {
    place.conversation().delete(place.message(), now());
    changes.add(place.message().id());
    journal.add(new Happening.Changed(place));
  }

  void restore(Place place) {
    place.conversation().restore(place.message(), now());
    changes.add(place.message().id());
    journal.add(new Happening.Changed(place));
  }

  void markRead(StoredConversation conversation, UserId reader, Sequence upTo) {
    conversation.markRead(reader, upTo, now());
    journal.add(new Happening.Read(conversation, reader));
  }

  /** How much has happened. */
  int happened() {
    return journal.size();
  }

  /** The happening with that number, from 0. */
  Happening happening(int number) {
    return journal.get(number);
  }

  MessageSnapshot snapshot(StoredMessage message) {
    return requireMessage(message.id()).snapshot();
  }

  /** The message that the same sender stored before under the client message id of the draft. */
  Optional<Place> earlier(MessageDraft draft) {
    return Repeat.of(draft).map(byClientMessageId::get);
  }

  /** Contact requests and blocks. */
  ContactState contacts() {
    return contacts;
  }

  /** Stores a draft that was not stored before, in the conversation of its two users. */
  Place append(MessageDraft draft) {
    StoredConversation conversation =
        conversation(draft.participants()).orElseGet(() -> create(draft.participants()));
    MessageId id = new MessageId(messages.size() + 1L);
    Place place = new Place(conversation, conversation.append(id, draft, now()).sequence());
    messages.add(place);
    journal.add(new Happening.Sent(place));
    Repeat.of(draft).ifPresent(key -> byClientMessageId.put(key, place));
    return place;
  }

  /** The conversation of two users, who have one from now on. */
  StoredConversation begin(Participants participants) {
    return conversation(participants)
        .orElseGet(
            () -> {
              StoredConversation conversation = create(participants);
              journal.add(new Happening.Begun(conversation));
              return conversation;
            });
  }

  private StoredConversation create(Participants participants) {
    ConversationId id = new ConversationId(conversations.size() + 1L);
    StoredConversation conversation = new StoredConversation(id, participants, now());
    conversations.put(id, conversation);
    byParticipants.put(participants, conversation);
    byUser.computeIfAbsent(participants.first(), user -> new ArrayList<>()).add(conversation);
    byUser.computeIfAbsent(participants.second(), user -> new ArrayList<>()).add(conversation);
    return conversation;
  }

  /** What makes a draft recognisable. */
  private record Repeat(UserId sender, ClientMessageId clientMessageId) {
    static Optional<Repeat> of(MessageDraft draft) {
      return draft.clientMessageId().map(id -> new Repeat(draft.sender(), id));
    }
  }
}
