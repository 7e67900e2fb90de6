package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.user.UserId;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Locks a conversation's row, and reads what a change left of it. */
final class ConversationStates {
  private static final String STATES =
      """
      SELECT c.id, c.participant_1_id, c.participant_2_id, c.last_message, c.last_message_at,
             c.last_seq, f.unread_count, s.unread_count, c.changes
      FROM chat.conversations c
      JOIN chat.participants f
        ON f.conversation_id = c.id AND f.user_id = c.participant_1_id
      JOIN chat.participants s
        ON s.conversation_id = c.id AND s.user_id = c.participant_2_id
      """;

  private ConversationStates() {}

  /**
   * Locks a conversation until the end of the transaction; every change of a conversation does this
   * before anything else, so what is read afterwards stays true.
   *
   * @return its newest position; empty if there is no such conversation
   */
  static Optional<Long> lock(DSLContext dsl, long conversation) {
    return dsl.select(CONVERSATIONS.LAST_SEQ)
        .from(CONVERSATIONS)
        .where(CONVERSATIONS.ID.eq(conversation))
        .forNoKeyUpdate()
        .fetchOptional(CONVERSATIONS.LAST_SEQ);
  }

  /** Notes a change, other than a message, of a conversation and for whom it is news. */
  static void changed(DSLContext dsl, long conversation, Long... users) {
    dsl.execute(
        """
        WITH changed AS (
          UPDATE chat.conversations SET changes = changes + 1 WHERE id = ? RETURNING id
        )
        UPDATE chat.participants p SET xid = pg_current_xact_id()
        FROM changed c
        WHERE p.conversation_id = c.id AND p.user_id = ANY (?)
        """,
        conversation,
        users);
  }

  /** The state of a conversation that exists. */
  static ConversationState read(DSLContext dsl, long conversation) {
    return toState(dsl.fetchSingle(STATES + " WHERE c.id = ?", conversation));
  }

  /** The states of the conversations of some pairs. */
  static Map<Participants, ConversationState> of(DSLContext dsl, Collection<Participants> pairs) {
    Long[] first = pairs.stream().map(pair -> pair.first().value()).toArray(Long[]::new);
    Long[] second = pairs.stream().map(pair -> pair.second().value()).toArray(Long[]::new);
    var states = new HashMap<Participants, ConversationState>();
    dsl.fetch(
            STATES
                + " WHERE (c.participant_1_id, c.participant_2_id)"
                + " IN (SELECT * FROM unnest(?::bigint[], ?::bigint[]))",
            first,
            second)
        .map(ConversationStates::toState)
        .forEach(state -> states.put(state.participants(), state));
    return states;
  }

  private static ConversationState toState(Record row) {
    return new ConversationState(
        new ConversationId(row.get(0, Long.class)),
        new Participants(new UserId(row.get(1, Long.class)), new UserId(row.get(2, Long.class))),
        Optional.ofNullable(row.get(3, String.class)),
        Optional.ofNullable(row.get(4, OffsetDateTime.class)).map(OffsetDateTime::toInstant),
        new Sequence(row.get(5, Long.class)),
        row.get(6, Long.class),
        row.get(7, Long.class),
        row.get(8, Long.class));
  }
}
