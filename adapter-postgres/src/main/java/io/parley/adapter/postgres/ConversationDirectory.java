package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.val;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which conversation belongs to which pair of users. Neither changes, unless a backup is restored
 * under a running node: whose conversation it is, and with it who may read it, is looked up anew
 * every few minutes, and appends check it. That a conversation does not exist is not remembered.
 */
final class ConversationDirectory {
  private static final int REMEMBERED = 200_000;
  private static final Duration TRUSTED = Duration.ofMinutes(5);

  private final Database database;
  private final Cache<ConversationId, Participants> participants =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(TRUSTED).build();
  private final Cache<Participants, ConversationId> ids =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  ConversationDirectory(Database database) {
    this.database = database;
  }

  /**
   * The pair of a conversation, for one of the two. Nobody else is answered from memory: that would
   * be sooner than for a conversation that does not exist, and so tell that this one does.
   */
  Optional<Participants> participants(ConversationId id, UserId participant) {
    Participants known = participants.getIfPresent(id);
    return known != null && known.contains(participant)
        ? Optional.of(known)
        : lookUp(id, participant);
  }

  private Optional<Participants> lookUp(ConversationId id, UserId participant) {
    Optional<Participants> found =
        database.read(
            dsl ->
                dsl.select(CONVERSATIONS.PARTICIPANT_1_ID, CONVERSATIONS.PARTICIPANT_2_ID)
                    .from(CONVERSATIONS)
                    .where(CONVERSATIONS.ID.eq(id.value()))
                    .and(
                        val(participant.value())
                            .in(CONVERSATIONS.PARTICIPANT_1_ID, CONVERSATIONS.PARTICIPANT_2_ID))
                    .fetchOptional(
                        row ->
                            new Participants(new UserId(row.value1()), new UserId(row.value2()))));
    found.ifPresent(pair -> remember(pair, id));
    return found;
  }

  /** The pairs of those conversations that there are; one statement for all that is not known. */
  Map<ConversationId, Participants> participants(Set<ConversationId> wanted) {
    Map<ConversationId, Participants> found = new HashMap<>(participants.getAllPresent(wanted));
    Long[] missing =
        wanted.stream()
            .filter(id -> !found.containsKey(id))
            .map(ConversationId::value)
            .toArray(Long[]::new);
    if (missing.length > 0) {
      database.read(
          dsl ->
              dsl.select(
                      CONVERSATIONS.ID,
                      CONVERSATIONS.PARTICIPANT_1_ID,
                      CONVERSATIONS.PARTICIPANT_2_ID)
                  .from(CONVERSATIONS)
                  .where(CONVERSATIONS.ID.eq(any(missing)))
                  .fetch(
                      row -> {
                        var id = new ConversationId(row.value1());
                        var pair =
                            new Participants(new UserId(row.value2()), new UserId(row.value3()));
                        remember(pair, id);
                        return found.put(id, pair);
                      }));
    }
    return found;
  }

  /** The conversation of a pair, if it is remembered. */
  Optional<ConversationId> known(Participants pair) {
    return Optional.ofNullable(ids.getIfPresent(pair));
  }

  /** Notes a conversation that is committed. */
  void remember(Participants pair, ConversationId id) {
    Participants before = participants.getIfPresent(id);
    if (!id.equals(ids.getIfPresent(pair)) || !pair.equals(before)) {
      if (before != null && !pair.equals(before)) {
        forget(before, id);
      }
      participants.put(id, pair);
      ids.put(pair, id);
    }
  }

  /** Drops a conversation that turned out not to be there, as after a restored backup. */
  void forget(Participants pair, ConversationId id) {
    participants.invalidate(id);
    ids.invalidate(pair);
  }
}
