package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.DatabaseTime.after;
import static io.parley.adapter.postgres.DatabaseTime.notBefore;
import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGES;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_CHANGES;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_DETAILS;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;
import static org.jooq.impl.DSL.select;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.error.ChatException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages: appends in groups, on a few threads of its own; deletes and restores one by one.
 *
 * <p>The drafts of a conversation are stored in the order in which they came ({@link
 * WaitingDrafts}). The writer's thread also runs what is to happen once a message is stored.
 */
final class PostgresMessageStore implements MessageStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresMessageStore.class);
  private static final long EXPIRY_MILLIS = 100;

  /** What a stop waits for; a database that is away is not waited for. */
  private static final Duration LAST_COMMITS = Duration.ofSeconds(2);

  private final WaitingDrafts drafts;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "chat-writer-deadlines");
            thread.setDaemon(true);
            return thread;
          });
  private final List<GroupWriter> writers;
  private final Database database;
  private final MessageRows rows;

  /**
   * @param writerThreads each stores one group after the other, on a connection of its own
   */
  PostgresMessageStore(
      WaitingDrafts drafts,
      int writerThreads,
      GroupCommit groupCommit,
      Database database,
      MessageRows rows) {
    this.database = database;
    this.rows = rows;
    this.drafts = drafts;
    this.writers =
        IntStream.rangeClosed(1, writerThreads)
            .mapToObj(
                number -> new GroupWriter("chat-writer-" + number, drafts, groupCommit::store))
            .toList();
    writers.forEach(GroupWriter::start);
    var unused =
        deadlines.scheduleWithFixedDelay(
            this::expire, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A failure must not end the looks to come, which would not be begun again. */
  private void expire() {
    try {
      drafts.expire();
    } catch (RuntimeException | Error e) {
      log.error("A look at messages that have waited for too long failed", e);
    }
  }

  /** What waits to be stored. */
  WaitingDrafts waiting() {
    return drafts;
  }

  @Override
  public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
    return offer(new PendingAppend(draft, onStored));
  }

  @Override
  public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
    return offer(new PendingAppend(draft, refusal));
  }

  private CompletionStage<Appended> offer(PendingAppend append) {
    drafts.offer(append);
    return append.outcome();
  }

  @Override
  public Changed delete(MessageId message) {
    return setDeleted(message, true);
  }

  @Override
  public Changed restore(MessageId message) {
    return setDeleted(message, false);
  }

  private Changed setDeleted(MessageId message, boolean deleted) {
    ChangedRow changed = database.write(dsl -> setDeleted(dsl, message, deleted));
    // Users may have to be looked for: not with the conversation locked and a connection taken.
    return new Changed(
        rows.toMessages(List.of(changed.row())).get(0), changed.changed(), changed.state());
  }

  private static ChangedRow setDeleted(DSLContext dsl, MessageId message, boolean deleted) {
    Position position = positionOf(dsl, message);
    long conversation = position.conversation();
    if (ConversationStates.lock(dsl, conversation).isEmpty()) {
      throw Message.notFound();
    }
    boolean changed = mark(dsl, message, deleted);
    if (changed) {
      count(dsl, message, conversation, deleted ? -1 : 1);
      if (deleted) {
        DeletedBlocks.deleted(dsl, conversation, position.sequence());
      } else {
        DeletedBlocks.restored(dsl, conversation, position.sequence());
      }
      dsl.insertInto(MESSAGE_CHANGES)
          .set(MESSAGE_CHANGES.MESSAGE_ID, message.value())
          .set(MESSAGE_CHANGES.CONVERSATION_ID, conversation)
          .execute();
      ConversationStates.changed(dsl, conversation, position.sender(), position.receiver());
    }
    Record row =
        dsl.selectFrom(MESSAGE_DETAILS).where(MESSAGE_DETAILS.ID.eq(message.value())).fetchSingle();
    return new ChangedRow(row, changed, ConversationStates.read(dsl, conversation));
  }

  private static Position positionOf(DSLContext dsl, MessageId message) {
    return dsl.select(
            MESSAGES.CONVERSATION_ID, MESSAGES.SEQ, MESSAGES.SENDER_ID, MESSAGES.RECEIVER_ID)
        .from(MESSAGES)
        .where(MESSAGES.ID.eq(message.value()))
        .fetchOptional(row -> new Position(row.value1(), row.value2(), row.value3(), row.value4()))
        .orElseThrow(Message::notFound);
  }

  private static boolean mark(DSLContext dsl, MessageId message, boolean deleted) {
    return dsl.update(MESSAGES)
            .set(
                MESSAGES.DELETED_AT,
                deleted ? notBefore(MESSAGES.CREATED_AT) : DSL.castNull(SQLDataType.INSTANT))
            .set(MESSAGES.UPDATED_AT, after(MESSAGES.UPDATED_AT))
            .where(MESSAGES.ID.eq(message.value()))
            .and(deleted ? MESSAGES.DELETED_AT.isNull() : MESSAGES.DELETED_AT.isNotNull())
            .execute()
        == 1;
  }

  /** Brings the conversation's total, its preview, and the receiver's unread count up to date. */
  private static void count(DSLContext dsl, MessageId message, long conversation, long change) {
    dsl.update(CONVERSATIONS)
        .set(CONVERSATIONS.MESSAGE_COUNT, CONVERSATIONS.MESSAGE_COUNT.plus(change))
        .set(
            CONVERSATIONS.LAST_MESSAGE,
            select(MESSAGES.CONTENT)
                .from(MESSAGES)
                .where(MESSAGES.CONVERSATION_ID.eq(conversation))
                .and(MESSAGES.DELETED_AT.isNull())
                .orderBy(MESSAGES.SEQ.desc())
                .limit(1))
        .set(CONVERSATIONS.UPDATED_AT, notBefore(CONVERSATIONS.UPDATED_AT))
        .where(CONVERSATIONS.ID.eq(conversation))
        .execute();
    dsl.update(PARTICIPANTS)
        .set(PARTICIPANTS.UNREAD_COUNT, PARTICIPANTS.UNREAD_COUNT.plus(change))
        .from(MESSAGES)
        .where(MESSAGES.ID.eq(message.value()))
        .and(PARTICIPANTS.CONVERSATION_ID.eq(MESSAGES.CONVERSATION_ID))
        .and(PARTICIPANTS.USER_ID.eq(MESSAGES.RECEIVER_ID))
        .and(PARTICIPANTS.READ_SEQ.lt(MESSAGES.SEQ))
        .execute();
  }

  private record Position(long conversation, long sequence, long sender, long receiver) {}

  /** A message, and its conversation, after a change that may have changed nothing. */
  private record ChangedRow(Record row, boolean changed, ConversationState state) {}

  @Override
  public void close() {
    drafts.close();
    long giveUpAt = System.nanoTime() + LAST_COMMITS.toNanos();
    writers.forEach(writer -> writer.awaitEnd(giveUpAt));
    deadlines.shutdownNow();
    drafts.abandon();
  }
}
