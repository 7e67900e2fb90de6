package io.parley.examples.h2;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Authorship;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reading half: each answer is of one snapshot. */
final class H2MessageHistory implements MessageHistory {
  private static final String NOW =
      "SELECT GREATEST(written_at, CURRENT_TIMESTAMP(3)) AS now FROM chat.store";
  private static final String SHOWN = "WHERE m.conversation_id = ? AND m.deleted_at IS NULL ";

  private final Database database;

  H2MessageHistory(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Authorship> authorship(MessageId message, UserId participant) {
    return database.read(
        connection ->
            Sql.find(
                connection,
                "SELECT sender_id, receiver_id FROM chat.messages WHERE id = ? AND ? IN (sender_id, receiver_id)",
                row -> new Authorship(new UserId(row.getLong(1)), new UserId(row.getLong(2))),
                message.value(),
                participant.value()));
  }

  @Override
  public List<Message> findAll(List<MessageId> ids) {
    List<Long> values = ids.stream().map(MessageId::value).toList();
    Map<MessageId, Message> found =
        database
            .read(
                connection ->
                    Sql.list(
                        connection,
                        Rows.MESSAGES + "WHERE m.id IN " + Sql.in(values),
                        Rows::message,
                        values))
            .stream()
            .collect(Collectors.toMap(Message::id, Function.identity()));
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  @Override
  public Page<Message> page(ConversationId conversation, PageRequest request) {
    return database.read(
        connection ->
            Page.of(
                Sql.list(
                    connection,
                    Rows.MESSAGES + SHOWN + "ORDER BY m.seq LIMIT ? OFFSET ?",
                    Rows::message,
                    conversation.value(),
                    request.limit(),
                    request.offset()),
                total(connection, conversation),
                request));
  }

  @Override
  public Slice after(ConversationId conversation, Sequence after, int limit) {
    return slice("AND m.seq > ? ORDER BY m.seq", conversation, after, limit);
  }

  @Override
  public Slice before(ConversationId conversation, Sequence before, int limit) {
    Slice backwards = slice("AND m.seq < ? ORDER BY m.seq DESC", conversation, before, limit);
    List<Message> messages = new ArrayList<>(backwards.messages());
    Collections.reverse(messages);
    return new Slice(messages, backwards.total(), backwards.hasMore());
  }

  private Slice slice(String condition, ConversationId conversation, Sequence position, int limit) {
    return database.read(
        connection -> {
          List<Message> found =
              Sql.list(
                  connection,
                  Rows.MESSAGES + SHOWN + condition + " LIMIT ?",
                  Rows::message,
                  conversation.value(),
                  position.value(),
                  limit + 1); // one more, which tells whether there is more
          return new Slice(
              found.subList(0, Math.min(limit, found.size())),
              total(connection, conversation),
              found.size() > limit);
        });
  }

  private static long total(Connection connection, ConversationId conversation)
      throws SQLException {
    return Sql.number(
        connection, "SELECT COUNT(*) FROM chat.messages m " + SHOWN, conversation.value());
  }

  @Override
  public List<Message> sequence(ConversationId conversation, Sequence after, int limit) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                Rows.MESSAGES + "WHERE m.conversation_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ?",
                Rows::message,
                conversation.value(),
                after.value(),
                limit));
  }

  @Override
  public Instant now() {
    return database.read(H2MessageHistory::now);
  }

  private static Instant now(Connection connection) throws SQLException {
    return Sql.find(connection, NOW, row -> Rows.time(row, "now")).orElseThrow();
  }

  /** Its text is the newest id: ids are in the order of the commits. */
  @Override
  public Snapshot snapshot() {
    return database.read(
        connection ->
            new Snapshot(
                now(connection),
                String.valueOf(
                    Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM chat.messages"))));
  }

  @Override
  public Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence after) {
    long newest = Long.parseLong(snapshot.text());
    return database.read(
        connection ->
            new Sequence(
                Sql.number(
                    connection,
                    "SELECT COALESCE(MAX(seq), CAST(? AS BIGINT)) FROM chat.messages"
                        + " WHERE conversation_id = ? AND seq > ? AND id <= ?",
                    after.value(),
                    conversation.value(),
                    after.value(),
                    newest)));
  }
}
