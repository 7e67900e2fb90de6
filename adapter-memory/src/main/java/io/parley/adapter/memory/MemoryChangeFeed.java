package io.parley.adapter.memory;

import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads the journal of the state: a cursor is a place in it. */
final class MemoryChangeFeed implements ChangeFeed {
  private static final int DONE = -1;

  private final ChatState state;
  private final UserProfiles profiles;

  /** Tells these stores from others. */
  private final String origin = UUID.randomUUID().toString();

  MemoryChangeFeed(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  /**
   * What a cursor says.
   *
   * @param happened how much of the journal is told
   * @param listed how many conversations of the start state are told; {@value #DONE} for all
   */
  private record Told(int happened, int listed) {}

  @Override
  public Changes since(UserId user, Optional<SyncCursor> cursor, int limit) {
    Part part;
    synchronized (state) {
      Told told =
          cursor.map(given -> parse(user, given)).orElseGet(() -> new Told(state.happened(), 0));
      part = told.listed() == DONE ? changes(user, told, limit) : start(user, told, limit);
    }
    List<Message> added = profiles.complete(part.added());
    List<Message> changed = profiles.complete(part.changed());
    Set<MessageId> addedIds = new HashSet<>();
    added.forEach(message -> addedIds.add(message.id()));
    return new Changes(
        profiles.inbox(user, part.conversations()),
        added.stream().filter(message -> !message.isDeleted()).toList(),
        changed.stream().filter(Message::isDeleted).toList(),
        changed.stream()
            .filter(message -> !message.isDeleted() && !addedIds.contains(message.id()))
            .toList(),
        part.reads(),
        new SyncCursor(
            String.join(
                "_",
                origin,
                String.valueOf(user.value()),
                String.valueOf(part.next().happened()),
                String.valueOf(part.next().listed()))),
        part.hasMore());
  }

  /** What was found under the lock. */
  private record Part(
      List<ConversationSnapshot> conversations,
      List<MessageSnapshot> added,
      List<MessageSnapshot> changed,
      List<ReadReceipt> reads,
      Told next,
      boolean hasMore) {}

  private Part start(UserId user, Told told, int limit) {
    List<StoredConversation> all = state.conversationsOf(user);
    int end = Math.min(all.size(), told.listed() + limit);
    List<StoredConversation> some = all.subList(Math.min(told.listed(), end), end);
    List<ReadReceipt> reads = new ArrayList<>();
    for (StoredConversation conversation : some) {
      Participants both = conversation.participants();
      Stream.of(both.first(), both.second())
          .map(conversation::receipt)
          .filter(receipt -> !receipt.upTo().equals(Sequence.NONE))
          .forEach(reads::add);
    }
    boolean hasMore = end < all.size();
    return new Part(
        snapshots(some),
        List.of(),
        List.of(),
        reads,
        new Told(told.happened(), hasMore ? end : DONE),
        hasMore);
  }

  private Part changes(UserId user, Told told, int limit) {
    Set<StoredConversation> touched = new LinkedHashSet<>();
    Set<Place> added = new LinkedHashSet<>();
    Set<Place> changed = new LinkedHashSet<>();
    Set<Happening.Read> read = new LinkedHashSet<>();
    int next = told.happened();
    for (int items = 0; next < state.happened() && items < limit; next++) {
      Happening happening = state.happening(next);
      if (happening.conversation().participants().contains(user)) {
        items++;
        touched.add(happening.conversation());
        if (happening instanceof Happening.Sent sent) {
          added.add(sent.place());
        } else if (happening instanceof Happening.Changed change) {
          changed.add(change.place());
        } else if (happening instanceof Happening.Read mark) {
          read.add(mark);
        }
      }
    }
    return new Part(
        snapshots(touched),
        added.stream().map(Place::snapshot).toList(),
        changed.stream().map(Place::snapshot).toList(),
        read.stream().map(mark -> mark.conversation().receipt(mark.reader())).toList(),
        new Told(next, DONE),
        next < state.happened());
  }

  private static List<ConversationSnapshot> snapshots(Collection<StoredConversation> some) {
    return some.stream().map(StoredConversation::snapshot).toList();
  }

  private Told parse(UserId user, SyncCursor cursor) {
    try {
      String[] parts = cursor.text().split("_", -1);
      if (parts.length == 4
          && parts[0].equals(origin)
          && parts[1].equals(String.valueOf(user.value()))) {
        Told told = new Told(Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        if (told.happened() >= 0
            && told.happened() <= state.happened()
            && told.listed() >= DONE
            && told.listed() <= state.conversationsOf(user).size()) {
          return told;
        }
      }
    } catch (NumberFormatException e) {
      // as unknown as any other text
    }
    throw SyncCursor.notHonoured();
  }
}
