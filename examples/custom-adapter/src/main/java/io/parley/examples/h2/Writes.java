package io.parley.examples.h2;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import java.sql.Connection;
import java.sql.SQLException;

/** What several stores do in the turn of a writer. */
final class Writes {
  private Writes() {}

  /** What can happen to a conversation. */
  enum Kind {
    /** A message was stored. */
    SENT,
    /** A message was deleted or restored. */
    CHANGED,
    /** A participant has read on. */
    READ
  }

  /**
   * Notes that something has happened.
   *
   * @param subject the message, or the user who has read
   */
  static void note(Connection connection, ConversationId conversation, Kind kind, long subject)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO chat.changes (conversation_id, kind, subject_id) VALUES (?, ?, ?)",
        conversation.value(),
        kind.name(),
        subject);
    Sql.update(
        connection,
        "UPDATE chat.conversations SET change_no = change_no + 1 WHERE id = ?",
        conversation.value());
  }

  /** Counts what both participants have not read. */
  static void countUnread(Connection connection, ConversationId conversation) throws SQLException {
    Sql.update(
        connection,
        "UPDATE chat.participants p SET unread = (SELECT COUNT(*) FROM chat.messages m"
            + " WHERE m.conversation_id = p.conversation_id AND m.receiver_id = p.user_id"
            + " AND m.seq > p.read_seq AND m.deleted_at IS NULL) WHERE p.conversation_id = ?",
        conversation.value());
  }

  static ConversationState state(Connection connection, ConversationId conversation)
      throws SQLException {
    return Sql.find(connection, Rows.STATES + "WHERE c.id = ?", Rows::state, conversation.value())
        .orElseThrow();
  }
}
