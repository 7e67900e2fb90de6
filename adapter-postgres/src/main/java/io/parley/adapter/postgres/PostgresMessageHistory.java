package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.DatabaseTime.NOW;
import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGES;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_DETAILS;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Reads messages; every page costs a constant number of statements, wherever it lies. */
final class PostgresMessageHistory implements MessageHistory {
  private static final Field<String> SNAPSHOT =
      DSL.field("pg_current_snapshot()::text", SQLDataType.VARCHAR);

  /**
   * Rows without a transaction id are older than the column. A database that was brought back to an
   * older state gives the numbers of a snapshot's transactions again, but at later times.
   */
  private static final String LAST_IN =
      """
      SELECT coalesce(max(seq), ?)
      FROM chat.messages
      WHERE conversation_id = ? AND seq > ?
        AND created_at <= ?::timestamptz
        AND (xid IS NULL OR pg_visible_in_snapshot(xid, ?::pg_snapshot))
        AND pg_snapshot_xmax(?::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
      """;

  private final Database database;
  private final MessageRows rows;

  PostgresMessageHistory(Database database, MessageRows rows) {
    this.database = database;
    this.rows = rows;
  }

  @Override
  public Optional<Authorship> authorship(MessageId message, UserId participant) {
    return database.read(
        dsl ->
            dsl.select(MESSAGES.SENDER_ID, MESSAGES.RECEIVER_ID)
                .from(MESSAGES)
                .where(MESSAGES.ID.eq(message.value()))
                .and(val(participant.value()).in(MESSAGES.SENDER_ID, MESSAGES.RECEIVER_ID))
                .fetchOptional(
                    row -> new Authorship(new UserId(row.value1()), new UserId(row.value2()))));
  }

  @Override
  public List<Message> findAll(List<MessageId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(
                        MESSAGE_DETAILS.ID.eq(
                            any(ids.stream().map(MessageId::value).toArray(Long[]::new))))
                    .fetch());
    Map<MessageId, Message> byId =
        rows.toMessages(found).stream().collect(toMap(Message::id, message -> message));
    return ids.stream().filter(byId::containsKey).map(byId::get).toList();
  }

  @Override
  public Instant now() {
    return database.read(dsl -> dsl.select(NOW).fetchSingle(NOW));
  }

  @Override
  public Snapshot snapshot() {
    return database.read(
        dsl ->
            dsl.select(NOW, SNAPSHOT).fetchSingle(row -> new Snapshot(row.value1(), row.value2())));
  }

  @Override
  public Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence after) {
    return database.read(
        dsl ->
            new Sequence(
                dsl.fetchSingle(
                        LAST_IN,
                        after.value(),
                        conversation.value(),
                        after.value(),
                        snapshot.at().toString(),
                        snapshot.text(),
                        snapshot.text())
                    .get(0, Long.class)));
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
  public List<Message> sequence(ConversationId conversation, Sequence after, int limit) {
    return rows.toMessages(
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(MESSAGE_DETAILS.CONVERSATION_ID.eq(conversation.value()))
                    .and(MESSAGE_DETAILS.SEQ.gt(after.value()))
                    .orderBy(MESSAGE_DETAILS.SEQ)
                    .limit(limit)
                    .fetch()));
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
