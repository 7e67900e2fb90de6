package io.parley.examples.h2;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far each participant has read. */
final class H2ReadReceiptStore implements ReadReceiptStore {
  private final Database database;

  H2ReadReceiptStore(Database database) {
    this.database = database;
  }

  @Override
  public Marked markRead(ConversationId conversation, UserId reader, Optional<Sequence> upTo) {
    return database.write(
        (connection, now) -> {
          Reading before = reading(connection, conversation, reader);
          Sequence wanted =
              upTo.filter(position -> position.compareTo(before.last()) < 0).orElse(before.last());
          boolean moves = wanted.compareTo(before.receipt().upTo()) > 0;
          if (moves) {
            move(connection, conversation, reader, wanted, now);
          }
          return new Marked(
              reading(connection, conversation, reader).receipt(),
              moves,
              Writes.state(connection, conversation));
        });
  }

  /** How far somebody has read, and how far he could. */
  private record Reading(ReadReceipt receipt, Sequence last) {}

  private static Reading reading(Connection connection, ConversationId conversation, UserId reader)
      throws SQLException {
    return Sql.find(
            connection,
            "SELECT p.*, c.last_seq, COALESCE(r.read_at, c.created_at) AS read_at"
                + " FROM chat.participants p JOIN chat.conversations c ON c.id = p.conversation_id"
                + " LEFT JOIN chat.read_marks r ON r.conversation_id = p.conversation_id"
                + " AND r.user_id = p.user_id AND r.up_to_seq = p.read_seq"
                + " WHERE p.conversation_id = ? AND p.user_id = ?",
            row -> new Reading(Rows.receipt(row), new Sequence(row.getLong("last_seq"))),
            conversation.value(),
            reader.value())
        .orElseThrow(Conversation::notFound);
  }

  private static void move(
      Connection connection, ConversationId conversation, UserId reader, Sequence upTo, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO chat.read_marks (conversation_id, user_id, up_to_seq, read_at) VALUES (?, ?, ?, ?)",
        conversation.value(),
        reader.value(),
        upTo.value(),
        now);
    Sql.update(
        connection,
        "UPDATE chat.participants SET read_seq = ? WHERE conversation_id = ? AND user_id = ?",
        upTo.value(),
        conversation.value(),
        reader.value());
    Writes.countUnread(connection, conversation);
    Writes.note(connection, conversation, Writes.Kind.READ, reader.value());
  }

  @Override
  public List<ReadReceipt> positions(Map<ConversationId, Participants> conversations) {
    List<Long> ids = conversations.keySet().stream().map(ConversationId::value).toList();
    return database.read(
        connection ->
            Sql.list(
                connection,
                Rows.RECEIPTS + "WHERE p.conversation_id IN " + Sql.in(ids),
                Rows::receipt,
                ids));
  }

  @Override
  public long unreadTotal(UserId user) {
    return database.read(
        connection ->
            Sql.number(
                connection,
                "SELECT COALESCE(SUM(unread), 0) FROM chat.participants WHERE user_id = ?",
                user.value()));
  }

  @Override
  public List<UnreadConversation> unreadByConversation(UserId user) {
    return database
        .read(
            connection ->
                Sql.list(
                    connection,
                    Rows.INBOX
                        + "WHERE p.user_id = ? AND p.unread > 0 ORDER BY c.last_message_at DESC, c.id DESC",
                    Rows::inboxEntry,
                    user.value()))
        .stream()
        .map(
            entry ->
                new UnreadConversation(
                    entry.conversation().id(),
                    entry.unreadCount(),
                    entry.conversation().first().id().equals(user)
                        ? entry.conversation().second()
                        : entry.conversation().first()))
        .toList();
  }
}
