package io.parley.examples.h2;

import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the table of changes: a cursor is a place in it. */
final class H2ChangeFeed implements ChangeFeed {
  private final Database database;

  H2ChangeFeed(Database database) {
    this.database = database;
  }

  @Override
  public Changes since(UserId user, Optional<SyncCursor> cursor, int limit) {
    return database.read(
        connection -> {
          String origin = H2MessageLog.origin(connection);
          long newest = H2MessageLog.newest(connection, "changes");
          FeedCursor told =
              cursor
                  .map(FeedCursor::parse)
                  .orElse(new FeedCursor(origin, user, newest, FeedCursor.NOTHING));
          boolean ours = told.origin().equals(origin) && told.user().equals(user);
          if (!ours
              || told.change() < 0
              || told.change() > newest
              || told.listed() < FeedCursor.ALL) {
            throw SyncCursor.notHonoured();
          }
          return told.listed() == FeedCursor.ALL
              ? changes(connection, told, limit, newest)
              : start(connection, told, limit);
        });
  }

  /** The next conversations, by id: one that begins later is told as a change. */
  private static Changes start(Connection connection, FeedCursor told, int limit)
      throws SQLException {
    List<InboxEntry> found =
        Sql.list(
            connection,
            Rows.INBOX + "WHERE p.user_id = ? AND c.id > ? ORDER BY c.id LIMIT ?",
            Rows::inboxEntry,
            told.user().value(),
            told.listed(),
            limit + 1);
    boolean hasMore = found.size() > limit;
    List<InboxEntry> part = found.subList(0, Math.min(limit, found.size()));
    List<Long> ids = part.stream().map(entry -> entry.conversation().id().value()).toList();
    long listed = hasMore ? ids.get(ids.size() - 1) : FeedCursor.ALL;
    return new Changes(
        part,
        List.of(),
        List.of(),
        List.of(),
        receipts(connection, ids),
        new FeedCursor(told.origin(), told.user(), told.change(), listed).text(),
        hasMore);
  }

  private record Happened(long number, long conversation, Writes.Kind kind, long subject) {}

  private static Changes changes(Connection connection, FeedCursor told, int limit, long newest)
      throws SQLException {
    List<Happened> found = happened(connection, told, limit + 1);
    boolean hasMore = found.size() > limit;
    List<Happened> part = found.subList(0, Math.min(limit, found.size()));
    Set<Long> added = subjects(part, Writes.Kind.SENT);
    Set<Long> changed = subjects(part, Writes.Kind.CHANGED);
    List<Message> messages = messages(connection, Stream.concat(added.stream(), changed.stream()));
    Set<Long> touched = part.stream().map(Happened::conversation).collect(Collectors.toSet());
    long next = hasMore ? part.get(part.size() - 1).number() : newest;
    return new Changes(
        conversations(connection, told.user(), touched),
        messages.stream()
            .filter(message -> !message.isDeleted() && added.contains(message.id().value()))
            .toList(),
        messages.stream()
            .filter(message -> message.isDeleted() && changed.contains(message.id().value()))
            .toList(),
        messages.stream()
            .filter(message -> !message.isDeleted() && !added.contains(message.id().value()))
            .toList(),
        reads(connection, part),
        new FeedCursor(told.origin(), told.user(), next, FeedCursor.ALL).text(),
        hasMore);
  }

  private static List<Happened> happened(Connection connection, FeedCursor told, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT c.id, c.conversation_id, c.kind, c.subject_id FROM chat.participants p"
            + " JOIN chat.changes c ON c.conversation_id = p.conversation_id"
            + " WHERE p.user_id = ? AND c.id > ? ORDER BY c.id LIMIT ?",
        row ->
            new Happened(
                row.getLong(1),
                row.getLong(2),
                Writes.Kind.valueOf(row.getString(3)),
                row.getLong(4)),
        told.user().value(),
        told.change(),
        limit);
  }

  private static Set<Long> subjects(List<Happened> happened, Writes.Kind kind) {
    return happened.stream()
        .filter(each -> each.kind() == kind)
        .map(Happened::subject)
        .collect(Collectors.toSet());
  }

  /** As they are now; by id, which is the order of their positions in each conversation. */
  private static List<Message> messages(Connection connection, Stream<Long> some)
      throws SQLException {
    List<Long> ids = some.distinct().toList();
    return Sql.list(
        connection,
        Rows.MESSAGES + "WHERE m.id IN " + Sql.in(ids) + " ORDER BY m.id",
        Rows::message,
        ids);
  }

  private static List<InboxEntry> conversations(
      Connection connection, UserId user, Set<Long> conversations) throws SQLException {
    return Sql.list(
        connection,
        Rows.INBOX + "WHERE p.user_id = ? AND c.id IN " + Sql.in(conversations),
        Rows::inboxEntry,
        user.value(),
        conversations);
  }

  private static List<ReadReceipt> reads(Connection connection, List<Happened> happened)
      throws SQLException {
    List<Happened> reads =
        happened.stream().filter(each -> each.kind() == Writes.Kind.READ).toList();
    Set<Long> conversations =
        reads.stream().map(Happened::conversation).collect(Collectors.toSet());
    return receipts(connection, conversations).stream()
        .filter(
            receipt ->
                reads.stream()
                    .anyMatch(
                        read ->
                            read.conversation() == receipt.conversation().value()
                                && read.subject() == receipt.reader().value()))
        .toList();
  }

  private static List<ReadReceipt> receipts(Connection connection, Collection<Long> conversations)
      throws SQLException {
    return Sql.list(
        connection,
        Rows.RECEIPTS + "WHERE p.conversation_id IN " + Sql.in(conversations),
        Rows::receipt,
        conversations);
  }
}
