package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.MESSAGES;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_CHANGES;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Result;

/** The messages by their ids, and {@code chat.message_changes}. */
final class PostgresMessageLog implements MessageLog {
  private static final String ORIGIN =
      """
      SELECT concat_ws('/',
        (SELECT system_identifier FROM pg_control_system()),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        coalesce(
          (SELECT id || '@' || extract(epoch FROM created_at)
           FROM chat.messages WHERE id <= ? ORDER BY id DESC LIMIT 1), '-'),
        coalesce(
          (SELECT id || '@' || message_id
           FROM chat.message_changes WHERE id <= ? ORDER BY id DESC LIMIT 1), '-'),
        (SELECT 'import ' || revision FROM chat.imports WHERE revision > 0))
      """;

  private final Database database;
  private final SettledIds settledIds = new SettledIds();
  private final FoldingCollation collation = new FoldingCollation();

  PostgresMessageLog(Database database) {
    this.database = database;
  }

  @Override
  public Batch after(Position position, int limit) {
    return database.read(dsl -> after(dsl, position, settledIds.advance(dsl), limit));
  }

  @Override
  public Position end() {
    return before(Long.MAX_VALUE);
  }

  @Override
  public Position before(MessageId first) {
    return before(first.value());
  }

  private Position before(long first) {
    return database.read(
        dsl -> {
          SettledIds.Ids settled = settledIds.advance(dsl);
          long message = Math.min(first - 1, settled.message());
          return new Position(message, settled.change(), origin(dsl, message, settled.change()));
        });
  }

  private static Batch after(DSLContext dsl, Position position, SettledIds.Ids settled, int limit) {
    List<Entry> messages =
        position.message() < settled.message()
            ? messages(dsl, position.message(), settled.message(), limit)
            : List.of();
    // Who begins reads each message as it is now, and needs none of the changes before.
    long changeBefore =
        position.equals(Position.START) ? lastChange(dsl, settled.change()) : position.change();
    Result<Record2<Long, Long>> changes =
        changeBefore < settled.change()
            ? changes(dsl, changeBefore, settled.change(), limit)
            : dsl.newResult(MESSAGE_CHANGES.ID, MESSAGE_CHANGES.MESSAGE_ID);
    long lastMessage =
        messages.isEmpty() ? position.message() : messages.get(messages.size() - 1).id().value();
    long lastChange = changes.isEmpty() ? changeBefore : changes.get(changes.size() - 1).value1();
    boolean moved = lastMessage != position.message() || lastChange != position.change();
    return new Batch(
        messages,
        deleted(dsl, Set.copyOf(changes.getValues(MESSAGE_CHANGES.MESSAGE_ID))),
        moved
            ? new Position(lastMessage, lastChange, origin(dsl, lastMessage, lastChange))
            : position,
        settled.message());
  }

  private static List<Entry> messages(DSLContext dsl, long after, long upTo, int limit) {
    return dsl.select(
            MESSAGES.ID,
            MESSAGES.CONVERSATION_ID,
            MESSAGES.SENDER_ID,
            MESSAGES.RECEIVER_ID,
            MESSAGES.CONTENT,
            MESSAGES.DELETED_AT)
        .from(MESSAGES)
        .where(MESSAGES.ID.gt(after))
        .and(MESSAGES.ID.le(upTo))
        .orderBy(MESSAGES.ID)
        .limit(limit)
        .fetch(
            row ->
                new Entry(
                    new MessageId(row.value1()),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6() != null));
  }

  private static Result<Record2<Long, Long>> changes(
      DSLContext dsl, long after, long upTo, int limit) {
    return dsl.select(MESSAGE_CHANGES.ID, MESSAGE_CHANGES.MESSAGE_ID)
        .from(MESSAGE_CHANGES)
        .where(MESSAGE_CHANGES.ID.gt(after))
        .and(MESSAGE_CHANGES.ID.le(upTo))
        .orderBy(MESSAGE_CHANGES.ID)
        .limit(limit)
        .fetch();
  }

  /** The last change up to an id, which may be that of a transaction that was undone. */
  private static long lastChange(DSLContext dsl, long upTo) {
    Long last =
        dsl.select(max(MESSAGE_CHANGES.ID))
            .from(MESSAGE_CHANGES)
            .where(MESSAGE_CHANGES.ID.le(upTo))
            .fetchSingle()
            .value1();
    return last == null ? 0 : last;
  }

  private static Map<MessageId, Boolean> deleted(DSLContext dsl, Set<Long> messages) {
    Map<MessageId, Boolean> deleted = new HashMap<>();
    if (!messages.isEmpty()) {
      dsl.select(MESSAGES.ID, MESSAGES.DELETED_AT)
          .from(MESSAGES)
          .where(MESSAGES.ID.eq(any(messages.toArray(Long[]::new))))
          .forEach(row -> deleted.put(new MessageId(row.value1()), row.value2() != null));
    }
    return deleted;
  }

  @Override
  public boolean contains(Position position) {
    return position.message() == 0
        || database
            .read(dsl -> origin(dsl, position.message(), position.change()))
            .equals(position.origin());
  }

  /**
   * What tells a position from one of the same numbers in another database, after a table was
   * emptied, or in another course of events after a backup was restored: the database; the last
   * message up to there, and when it was stored; the last change, and of which message; and how
   * often messages were imported, which may have smaller ids. None of that changes when a table is
   * written anew, as by {@code VACUUM FULL} or by being partitioned.
   */
  private static String origin(DSLContext dsl, long message, long change) {
    return dsl.fetchSingle(ORIGIN, message, change).get(0, String.class);
  }

  @Override
  public News news(Position position, SearchScope scope, SearchText text, PageRequest request) {
    return database.read(
        dsl -> {
          Set<MessageId> changed = changedAfter(dsl, position);
          if (changed.isEmpty() && lastMessage(dsl) <= position.message()) {
            return new News(0, List.of(), changed);
          }
          Condition matches =
              in(scope)
                  .and(behind(position, changed))
                  .and(collation.contains(dsl, MESSAGES.CONTENT, text.text()))
                  .and(MESSAGES.DELETED_AT.isNull());
          return news(dsl, matches, request, changed);
        });
  }

  private static Set<MessageId> changedAfter(DSLContext dsl, Position position) {
    if (position.message() == 0) {
      return Set.of();
    }
    return new HashSet<>(
        dsl.select(MESSAGE_CHANGES.MESSAGE_ID)
            .from(MESSAGE_CHANGES)
            .where(MESSAGE_CHANGES.ID.gt(position.change()))
            .fetch(row -> new MessageId(row.value1())));
  }

  private static long lastMessage(DSLContext dsl) {
    Long last = dsl.select(max(MESSAGES.ID)).from(MESSAGES).fetchSingle().value1();
    return last == null ? 0 : last;
  }

  /** Looks at every message once, unless the page lies behind the last match. */
  private static News news(
      DSLContext dsl, Condition matches, PageRequest request, Set<MessageId> changed) {
    Field<Integer> total = count().over();
    Result<Record2<Long, Integer>> page =
        dsl.select(MESSAGES.ID, total)
            .from(MESSAGES)
            .where(matches)
            .orderBy(MESSAGES.ID.desc())
            .limit(request.limit())
            .offset(request.offset())
            .fetch();
    if (page.isNotEmpty()) {
      return new News(page.get(0).value2(), ids(page), changed);
    }
    int before =
        request.offset() == 0
            ? 0
            : dsl.select(count()).from(MESSAGES).where(matches).fetchSingle().value1();
    return new News(before, List.of(), changed);
  }

  private static List<MessageId> ids(Result<Record2<Long, Integer>> page) {
    return page.getValues(MESSAGES.ID).stream().map(MessageId::new).toList();
  }

  private static Condition in(SearchScope scope) {
    if (scope instanceof InConversation one) {
      return MESSAGES.CONVERSATION_ID.eq(one.conversation().value());
    }
    return MESSAGES.CONVERSATION_ID.in(
        select(PARTICIPANTS.CONVERSATION_ID)
            .from(PARTICIPANTS)
            .where(PARTICIPANTS.USER_ID.eq(((InAllOf) scope).user().value())));
  }

  private static Condition behind(Position position, Set<MessageId> changed) {
    if (position.message() == 0) {
      return noCondition();
    }
    Condition added = MESSAGES.ID.gt(position.message());
    return changed.isEmpty()
        ? added
        : added.or(
            MESSAGES.ID.eq(any(changed.stream().map(MessageId::value).toArray(Long[]::new))));
  }
}
