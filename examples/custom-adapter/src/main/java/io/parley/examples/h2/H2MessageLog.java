package io.parley.examples.h2;

import io.parley.domain.message.FoldedText;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Messages and changes by id: nothing is ever added before what was read, as writers take turns.
 */
final class H2MessageLog implements MessageLog {
  private static final String CHANGED =
      "SELECT subject_id FROM chat.changes WHERE kind = 'CHANGED' AND id > ?";

  private final Database database;

  H2MessageLog(Database database) {
    this.database = database;
  }

  @Override
  public Batch after(Position position, int limit) {
    return database.read(
        connection -> {
          List<Entry> messages =
              Sql.list(
                  connection,
                  "SELECT * FROM chat.messages WHERE id > ? ORDER BY id LIMIT ?",
                  H2MessageLog::entry,
                  position.message(),
                  limit);
          long change = position.change();
          Map<MessageId, Boolean> deleted = new HashMap<>();
          for (ChangedMessage each : changes(connection, position, limit)) {
            deleted.put(each.message(), each.deleted());
            change = each.number();
          }
          long last =
              messages.isEmpty()
                  ? position.message()
                  : messages.get(messages.size() - 1).id().value();
          Position end = new Position(last, change, origin(connection));
          return new Batch(messages, deleted, end, newest(connection, "messages"));
        });
  }

  private record ChangedMessage(long number, MessageId message, boolean deleted) {}

  private static List<ChangedMessage> changes(Connection connection, Position position, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT c.id, c.subject_id, m.deleted_at IS NOT NULL FROM chat.changes c"
            + " JOIN chat.messages m ON m.id = c.subject_id"
            + " WHERE c.kind = 'CHANGED' AND c.id > ? ORDER BY c.id LIMIT ?",
        row -> new ChangedMessage(row.getLong(1), new MessageId(row.getLong(2)), row.getBoolean(3)),
        position.change(),
        limit);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new MessageId(row.getLong("id")),
        row.getLong("conversation_id"),
        row.getLong("sender_id"),
        row.getLong("receiver_id"),
        row.getString("content"),
        Rows.time(row, "deleted_at") != null);
  }

  @Override
  public Position end() {
    return database.read(
        connection ->
            new Position(
                newest(connection, "messages"), newest(connection, "changes"), origin(connection)));
  }

  @Override
  public Position before(MessageId first) {
    Position end = end();
    return new Position(Math.min(first.value() - 1, end.message()), end.change(), end.origin());
  }

  /** A database that was brought back to an older state has not come so far. */
  @Override
  public boolean contains(Position position) {
    return position.equals(Position.START)
        || database.read(
            connection ->
                position.origin().equals(origin(connection))
                    && position.message() <= newest(connection, "messages")
                    && position.change() <= newest(connection, "changes"));
  }

  static long newest(Connection connection, String table) throws SQLException {
    return Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM chat." + table);
  }

  /** Tells this store from others. */
  static String origin(Connection connection) throws SQLException {
    return Sql.find(connection, "SELECT origin FROM chat.store", row -> row.getString(1))
        .orElseThrow();
  }

  private record Text(MessageId id, String content) {}

  @Override
  public News news(Position position, SearchScope scope, SearchText text, PageRequest request) {
    FoldedText wanted = FoldedText.of(text);
    return database.read(
        connection -> {
          List<MessageId> found =
              candidates(connection, position, scope).stream()
                  .filter(candidate -> wanted.isIn(candidate.content()))
                  .map(Text::id)
                  .toList();
          List<MessageId> changed =
              Sql.list(
                  connection, CHANGED, row -> new MessageId(row.getLong(1)), position.change());
          int from = (int) Math.min(request.offset(), found.size());
          int to = Math.min(from + request.limit(), found.size());
          return new News(found.size(), found.subList(from, to), new HashSet<>(changed));
        });
  }

  private static List<Text> candidates(Connection connection, Position position, SearchScope scope)
      throws SQLException {
    List<Long> of =
        scope instanceof InConversation one
            ? List.of(one.conversation().value())
            : List.of(((InAllOf) scope).user().value(), ((InAllOf) scope).user().value());
    return Sql.list(
        connection,
        "SELECT id, content FROM chat.messages WHERE deleted_at IS NULL AND "
            + (of.size() == 1 ? "conversation_id = ?" : "(sender_id = ? OR receiver_id = ?)")
            + " AND (id > ? OR id IN ("
            + CHANGED
            + ")) ORDER BY id DESC",
        row -> new Text(new MessageId(row.getLong(1)), row.getString(2)),
        of,
        position.message(),
        position.change());
  }
}
