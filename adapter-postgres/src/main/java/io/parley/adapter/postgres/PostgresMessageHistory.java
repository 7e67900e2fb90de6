package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGES;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_DETAILS;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;
import static org.jooq.impl.DSL.select;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads messages; every page costs a constant number of statements, wherever it lies. */
final class PostgresMessageHistory implements MessageHistory {
  private final Database database;
  private final MessageRows rows;

  PostgresMessageHistory(Database database, MessageRows rows) {
    this.database = database;
    this.rows = rows;
  }

  @Override
  public Optional<Message> find(MessageId message) {
    return rows
        .toMessages(
            database.read(
                dsl ->
                    dsl.selectFrom(MESSAGE_DETAILS)
                        .where(MESSAGE_DETAILS.ID.eq(message.value()))
                        .fetch()))
        .stream()
        .findFirst();
  }

  @Override
  public Page<Message> page(ConversationId conversation, PageRequest request) {
    long id = conversation.value();
    long total = total(conversation);
    if (request.offset() >= total) {
      return Page.of(List.of(), total, request);
    }
    DeletedBlocks.Start start = database.read(dsl -> DeletedBlocks.skip(dsl, id, request.offset()));
    // The inner query skips on the table alone; read times are looked up for the page only.
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(MESSAGE_DETAILS.CONVERSATION_ID.eq(id))
                    .and(
                        MESSAGE_DETAILS.SEQ.in(
                            select(MESSAGES.SEQ)
                                .from(MESSAGES)
                                .where(MESSAGES.CONVERSATION_ID.eq(id))
                                .and(MESSAGES.SEQ.ge(start.sequence()))
                                .and(MESSAGES.DELETED_AT.isNull())
                                .orderBy(MESSAGES.SEQ)
                                .limit(request.limit())
                                .offset(start.skip())))
                    .orderBy(MESSAGE_DETAILS.SEQ)
                    .fetch());
    return Page.of(rows.toMessages(found), total, request);
  }

  @Override
  public Slice after(ConversationId conversation, Sequence after, int limit) {
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(MESSAGE_DETAILS.CONVERSATION_ID.eq(conversation.value()))
                    .and(MESSAGE_DETAILS.SEQ.gt(after.value()))
                    .and(MESSAGE_DETAILS.DELETED_AT.isNull())
                    .orderBy(MESSAGE_DETAILS.SEQ)
                    .limit(limit + 1)
                    .fetch());
    return slice(conversation, new ArrayList<>(rows.toMessages(found)), limit, false);
  }

  @Override
  public Slice before(ConversationId conversation, Sequence before, int limit) {
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(MESSAGE_DETAILS.CONVERSATION_ID.eq(conversation.value()))
                    .and(MESSAGE_DETAILS.SEQ.lt(before.value()))
                    .and(MESSAGE_DETAILS.DELETED_AT.isNull())
                    .orderBy(MESSAGE_DETAILS.SEQ.desc())
                    .limit(limit + 1)
                    .fetch());
    return slice(conversation, new ArrayList<>(rows.toMessages(found)), limit, true);
  }

  @Override
  public Page<Message> search(ConversationId conversation, SearchText text, PageRequest request) {
    return search(
        MESSAGES
            .CONVERSATION_ID
            .eq(conversation.value())
            .and(MESSAGES.CONTENT.containsIgnoreCase(text.text())),
        request);
  }

  @Override
  public Page<Message> searchAll(UserId user, SearchText text, PageRequest request) {
    return search(
        MESSAGES
            .CONVERSATION_ID
            .in(
                select(PARTICIPANTS.CONVERSATION_ID)
                    .from(PARTICIPANTS)
                    .where(PARTICIPANTS.USER_ID.eq(user.value())))
            .and(MESSAGES.CONTENT.containsIgnoreCase(text.text())),
        request);
  }

  private Page<Message> search(Condition matches, PageRequest request) {
    Condition visible = matches.and(MESSAGES.DELETED_AT.isNull());
    long total =
        database.read(
            dsl -> (long) dsl.fetchCount(select(MESSAGES.ID).from(MESSAGES).where(visible)));
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(
                        MESSAGE_DETAILS.ID.in(
                            select(MESSAGES.ID)
                                .from(MESSAGES)
                                .where(visible)
                                .orderBy(MESSAGES.CREATED_AT.desc(), MESSAGES.ID.desc())
                                .limit(request.limit())
                                .offset(request.offset())))
                    .orderBy(MESSAGE_DETAILS.CREATED_AT.desc(), MESSAGE_DETAILS.ID.desc())
                    .fetch());
    return Page.of(rows.toMessages(found), total, request);
  }

  private Slice slice(
      ConversationId conversation, List<Message> messages, int limit, boolean newestFirst) {
    boolean hasMore = messages.size() > limit;
    if (hasMore) {
      messages.remove(limit);
    }
    if (newestFirst) {
      Collections.reverse(messages);
    }
    return new Slice(messages, total(conversation), hasMore);
  }

  private long total(ConversationId conversation) {
    return database.read(dsl -> messageCount(dsl, conversation));
  }

  private static long messageCount(DSLContext dsl, ConversationId conversation) {
    return dsl.select(CONVERSATIONS.MESSAGE_COUNT)
        .from(CONVERSATIONS)
        .where(CONVERSATIONS.ID.eq(conversation.value()))
        .fetchOptional(CONVERSATIONS.MESSAGE_COUNT)
        .orElse(0L);
  }
}
