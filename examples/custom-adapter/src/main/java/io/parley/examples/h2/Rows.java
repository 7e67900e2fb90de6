package io.parley.examples.h2;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.message.MessageId;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of the schema as values of the domain, and the columns that this takes. */
final class Rows {
  /** What {@link #message} reads; a condition on {@code m} follows. */
  static final String MESSAGES =
      "SELECT m.*, "
          + userColumns("sender")
          + ", "
          + userColumns("receiver")
          + ", (SELECT MIN(r.read_at) FROM chat.read_marks r WHERE r.conversation_id = m.conversation_id"
          + " AND r.user_id = m.receiver_id AND r.up_to_seq >= m.seq) AS read_at"
          + " FROM chat.messages m"
          + " LEFT JOIN chat.users sender_user ON sender_user.id = m.sender_id"
          + " LEFT JOIN chat.users receiver_user ON receiver_user.id = m.receiver_id ";

  /** What {@link #state} reads; a condition on {@code c} follows. */
  static final String STATES =
      "SELECT c.*, f.unread AS first_unread, s.unread AS second_unread FROM chat.conversations c"
          + " JOIN chat.participants f ON f.conversation_id = c.id AND f.user_id = c.first_id"
          + " JOIN chat.participants s ON s.conversation_id = c.id AND s.user_id = c.second_id ";

  /** What {@link #inboxEntry} reads; a condition on {@code c} and {@code p} follows. */
  static final String INBOX =
      "SELECT c.*, p.unread, "
          + userColumns("first")
          + ", "
          + userColumns("second")
          + " FROM chat.participants p JOIN chat.conversations c ON c.id = p.conversation_id"
          + " LEFT JOIN chat.users first_user ON first_user.id = c.first_id"
          + " LEFT JOIN chat.users second_user ON second_user.id = c.second_id ";

  /** What {@link #receipt} reads: only of who has read something; a condition on p follows. */
  static final String RECEIPTS =
      "SELECT p.conversation_id, p.user_id, p.other_id, p.read_seq, r.read_at"
          + " FROM chat.participants p JOIN chat.read_marks r ON r.conversation_id = p.conversation_id"
          + " AND r.user_id = p.user_id AND r.up_to_seq = p.read_seq ";

  private Rows() {}

  private static String userColumns(String who) {
    return Stream.of("name", "username", "profile_name", "profile_photo")
        .map(column -> who + "_user." + column + " AS " + who + "_" + column)
        .collect(Collectors.joining(", "));
  }

  static Message message(ResultSet row) throws SQLException {
    return new Message(
        new MessageId(row.getLong("id")),
        new ConversationId(row.getLong("conversation_id")),
        new Sequence(row.getLong("seq")),
        user(row, "sender"),
        user(row, "receiver"),
        new MessageContent(row.getString("content")),
        Optional.ofNullable(row.getString("attachment_url")).map(AttachmentUrl::new),
        Optional.ofNullable(row.getString("client_message_id")).map(ClientMessageId::new),
        Optional.ofNullable(time(row, "read_at")),
        Optional.ofNullable(time(row, "deleted_at")),
        time(row, "created_at"),
        time(row, "updated_at"),
        Optional.ofNullable(row.getString("flag")).map(MessageFlag::new));
  }

  static ConversationState state(ResultSet row) throws SQLException {
    return new ConversationState(
        new ConversationId(row.getLong("id")),
        participants(row),
        Optional.ofNullable(row.getString("last_message")),
        Optional.of(time(row, "last_message_at")),
        new Sequence(row.getLong("last_seq")),
        row.getLong("first_unread"),
        row.getLong("second_unread"),
        row.getLong("change_no"));
  }

  static Participants participants(ResultSet row) throws SQLException {
    return new Participants(
        new UserId(row.getLong("first_id")), new UserId(row.getLong("second_id")));
  }

  static InboxEntry inboxEntry(ResultSet row) throws SQLException {
    Conversation conversation =
        new Conversation(
            new ConversationId(row.getLong("id")),
            user(row, "first"),
            user(row, "second"),
            Optional.ofNullable(row.getString("last_message")),
            Optional.of(time(row, "last_message_at")),
            new Sequence(row.getLong("last_seq")),
            Optional.empty(),
            time(row, "created_at"),
            time(row, "updated_at"));
    return new InboxEntry(conversation, row.getLong("unread"));
  }

  static ReadReceipt receipt(ResultSet row) throws SQLException {
    return new ReadReceipt(
        new ConversationId(row.getLong("conversation_id")),
        new UserId(row.getLong("user_id")),
        new UserId(row.getLong("other_id")),
        new Sequence(row.getLong("read_seq")),
        time(row, "read_at"));
  }

  /** A joined user; the host may have deleted him. */
  static User user(ResultSet row, String alias) throws SQLException {
    UserId id = new UserId(row.getLong(alias + "_id"));
    return row.getString(alias + "_name") == null
        ? User.unknown(id)
        : new User(
            id,
            row.getString(alias + "_name"),
            row.getString(alias + "_username"),
            row.getString(alias + "_profile_name"),
            Optional.ofNullable(row.getString(alias + "_profile_photo")));
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Instant.class);
  }
}
