package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_DETAILS;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;
import static org.jooq.impl.DSL.any;

import io.parley.adapter.postgres.ChangeWalk.Place;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;

/**
 * Tells what a snapshot of the past does not see. The user's own rows say in which conversations
 * something has happened; sending keeps no log and no index for it.
 */
final class PostgresChangeFeed implements ChangeFeed {
  /** Sees nothing: the first transaction of a database has number 3. */
  private static final Snapshot NOTHING = new Snapshot(3, 3, List.of());

  private final Database database;
  private final ConversationRows conversations;
  private final MessageRows messages;

  PostgresChangeFeed(Database database, ConversationRows conversations, MessageRows messages) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
  }

  /**
   * The course of events as of now.
   *
   * @param lastChange the last transaction that changed something for the user
   */
  private record Now(String origin, long carriedMessage, Snapshot snapshot, long lastChange) {
    /** What may be remembered: up to what is sure to be on disk, or was remembered before. */
    long lasting(Optional<Snapshot> before) {
      return Math.max(lastChange, before.map(Snapshot::xmax).orElse(1L) - 1);
    }
  }

  /** What was read together; users are looked for afterwards, when no connection is held. */
  private record Found(
      List<? extends Record> conversations,
      List<? extends Record> messages,
      ChangeWalk walk,
      List<ReadReceipt> reads,
      SyncCursor next) {}

  /**
   * {@inheritDoc}
   *
   * <p>After an answer in parts there may always be more: it told what there was when it began.
   */
  @Override
  public Changes since(UserId user, Optional<SyncCursor> cursor, int limit) {
    Optional<FeedCursor> known = cursor.map(FeedCursor::of);
    Found found = database.readTogether(dsl -> find(dsl, user, known, limit));
    ChangeWalk walk = found.walk();
    List<Message> all = messages.toMessages(found.messages());
    Set<Long> added = walk.messages();
    return new Changes(
        conversations.toEntries(found.conversations()),
        all.stream().filter(m -> added.contains(m.id().value()) && !m.isDeleted()).toList(),
        all.stream().filter(m -> walk.changed().contains(m.id().value()) && m.isDeleted()).toList(),
        all.stream().filter(m -> !added.contains(m.id().value()) && !m.isDeleted()).toList(),
        found.reads(),
        found.next(),
        walk.next().isPresent() || known.flatMap(FeedCursor::page).isPresent());
  }

  private static Found find(DSLContext dsl, UserId user, Optional<FeedCursor> cursor, int limit) {
    Now now = now(dsl, user);
    FeedCursor known =
        cursor.orElseGet(
            () -> new FeedCursor(now.origin(), user.value(), Optional.empty(), Optional.empty()));
    if (!known.origin().equals(now.origin())
        || known.user() != user.value()
        || known.from().filter(from -> from.xmax() > now.snapshot().xmax()).isPresent()) {
      throw SyncCursor.notHonoured();
    }
    FeedCursor.Page page =
        known
            .page()
            .orElseGet(
                () -> new FeedCursor.Page(now.snapshot(), now.lasting(known.from()), Place.START));
    ChangeWalk walk =
        known
            .from()
            .map(from -> changes(dsl, user, now, from, page, limit))
            .orElseGet(() -> everything(dsl, user, page.told(), limit));
    List<Long> ids = walk.conversations();
    List<ReadReceipt> reads = reads(dsl, ids, known.from());
    FeedCursor next =
        walk.next()
            .map(place -> known.with(page.upTo(place)))
            .orElseGet(() -> FeedCursor.at(now.origin(), user, page.until().upTo(page.last())));
    return new Found(
        conversations(dsl, user, ids), messages(dsl, walk), walk, reads, next.toCursor());
  }

  private static Now now(DSLContext dsl, UserId user) {
    Record row = dsl.fetchSingle(ChangeStatements.NOW, user.value());
    String here = row.get(0, String.class);
    if (!here.equals(row.get(1, String.class))) {
      throw new StoreUnavailableException(
          "The data was carried into another database and has to be migrated",
          new IllegalStateException(here));
    }
    String origin = here + "/" + row.get(3, String.class);
    return new Now(
        UUID.nameUUIDFromBytes(origin.getBytes(StandardCharsets.UTF_8)).toString(),
        row.get(2, Long.class),
        Snapshot.ofSql(row.get(4, String.class)),
        row.get(5, Long.class));
  }

  private static ChangeWalk everything(DSLContext dsl, UserId user, Place told, int limit) {
    List<Long> ids =
        dsl.fetch(ChangeStatements.ALL_CONVERSATIONS, user.value(), told.conversation(), limit + 1)
            .getValues(0, Long.class);
    return ChangeWalk.over(told, ids, List.of(), List.of(), limit);
  }

  private static ChangeWalk changes(
      DSLContext dsl, UserId user, Now now, Snapshot from, FeedCursor.Page page, int limit) {
    Snapshot until = page.until();
    Place told = page.told();
    List<Long> ids =
        dsl.fetch(
                ChangeStatements.CHANGED_CONVERSATIONS,
                user.value(),
                told.conversation(),
                from.toSql(),
                limit + 1)
            .getValues(0, Long.class);
    Long[] wanted = ids.toArray(Long[]::new);
    Long[] toldSequences = new Long[wanted.length];
    Long[] toldChanges = new Long[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      boolean begun = wanted[i] == told.conversation();
      toldSequences[i] = begun && told.sequence() >= 0 ? told.sequence() : null;
      toldChanges[i] = begun ? told.change() : 0L;
    }
    Result<Record> added =
        dsl.fetch(
            ChangeStatements.NEW_MESSAGES,
            wanted,
            toldSequences,
            now.carriedMessage(),
            from.toSql(),
            until.toSql(),
            limit + 1,
            limit + 1);
    Result<Record> changed =
        dsl.fetch(
            ChangeStatements.NEW_CHANGES,
            wanted,
            toldChanges,
            from.toSql(),
            from.toSql(),
            until.toSql(),
            limit + 1);
    return ChangeWalk.over(
        told,
        ids,
        added.map(PostgresChangeFeed::item),
        changed.map(PostgresChangeFeed::item),
        limit);
  }

  private static ChangeWalk.Item item(Record row) {
    return new ChangeWalk.Item(
        row.get(0, Long.class), row.get(1, Long.class), row.get(2, Long.class));
  }

  private static List<? extends Record> conversations(DSLContext dsl, UserId user, List<Long> ids) {
    return dsl.select(CONVERSATIONS.fields())
        .select(PARTICIPANTS.UNREAD_COUNT)
        .from(CONVERSATIONS)
        .join(PARTICIPANTS)
        .on(PARTICIPANTS.CONVERSATION_ID.eq(CONVERSATIONS.ID))
        .and(PARTICIPANTS.USER_ID.eq(user.value()))
        .where(CONVERSATIONS.ID.eq(any(ids.toArray(Long[]::new))))
        .orderBy(CONVERSATIONS.ID)
        .fetch();
  }

  private static List<? extends Record> messages(DSLContext dsl, ChangeWalk walk) {
    Set<Long> ids =
        Stream.concat(walk.messages().stream(), walk.changed().stream())
            .collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return List.of();
    }
    return dsl.selectFrom(MESSAGE_DETAILS)
        .where(MESSAGE_DETAILS.ID.eq(any(ids.toArray(Long[]::new))))
        .orderBy(MESSAGE_DETAILS.CONVERSATION_ID, MESSAGE_DETAILS.SEQ)
        .fetch();
  }

  private static List<ReadReceipt> reads(
      DSLContext dsl, List<Long> conversations, Optional<Snapshot> from) {
    if (conversations.isEmpty()) {
      return List.of();
    }
    return dsl
        .fetch(
            ChangeStatements.READ_POSITIONS,
            from.orElse(NOTHING).toSql(),
            conversations.toArray(Long[]::new))
        .stream()
        .filter(row -> from.isEmpty() || row.get(5, Boolean.class))
        .map(PostgresChangeFeed::receipt)
        .toList();
  }

  private static ReadReceipt receipt(Record row) {
    return new ReadReceipt(
        new ConversationId(row.get(0, Long.class)),
        new UserId(row.get(1, Long.class)),
        new UserId(row.get(2, Long.class)),
        new Sequence(row.get(3, Long.class)),
        row.get(4, OffsetDateTime.class).toInstant());
  }
}
