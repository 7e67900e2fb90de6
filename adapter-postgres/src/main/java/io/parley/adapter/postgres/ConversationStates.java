package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;

import io.parley.adapter.postgres.jooq.tables.Participants;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.user.UserId;
import java.util.Optional;
import org.jooq.DSLContext;

/** Locks a conversation's row, and reads what a change left of it. */
final class ConversationStates {
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

  /** Notes that something about a conversation changed that concerns these of its participants. */
  static void touch(DSLContext dsl, long conversation, Long... users) {
    dsl.execute(
        """
        UPDATE chat.participants SET xid = pg_current_xact_id()
        WHERE conversation_id = ? AND user_id = ANY (?)
        """,
        conversation,
        users);
  }

  /** The state of a conversation that exists. */
  static ConversationState read(DSLContext dsl, long conversation) {
    Participants first = PARTICIPANTS.as("first");
    Participants second = PARTICIPANTS.as("second");
    return dsl.select(
            CONVERSATIONS.PARTICIPANT_1_ID,
            CONVERSATIONS.PARTICIPANT_2_ID,
            CONVERSATIONS.LAST_MESSAGE,
            CONVERSATIONS.LAST_MESSAGE_AT,
            CONVERSATIONS.LAST_SEQ,
            first.UNREAD_COUNT,
            second.UNREAD_COUNT)
        .from(CONVERSATIONS)
        .join(first)
        .on(first.CONVERSATION_ID.eq(CONVERSATIONS.ID))
        .and(first.USER_ID.eq(CONVERSATIONS.PARTICIPANT_1_ID))
        .join(second)
        .on(second.CONVERSATION_ID.eq(CONVERSATIONS.ID))
        .and(second.USER_ID.eq(CONVERSATIONS.PARTICIPANT_2_ID))
        .where(CONVERSATIONS.ID.eq(conversation))
        .fetchSingle(
            row ->
                new ConversationState(
                    new ConversationId(conversation),
                    new io.parley.domain.conversation.Participants(
                        new UserId(row.value1()), new UserId(row.value2())),
                    Optional.ofNullable(row.value3()),
                    Optional.ofNullable(row.value4()),
                    new Sequence(row.value5()),
                    row.value6(),
                    row.value7()));
  }
}
