package io.parley.adapter.postgres;

import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * All that is stored of one user, as JSON objects with the names of the wire and a {@code type}.
 * What he has written is his, deleted or not; what others have written and deleted is not. One
 * snapshot; needs memory for the ids of his conversations only.
 */
public final class UserExport {
  private static final int AT_A_TIME = 1_000;

  private static final String PROFILE =
      """
      SELECT row_to_json(x) FROM (
        SELECT 'user' AS type, id, name, username, profile_name, profile_photo
        FROM chat.user_profiles WHERE id = ?
      ) x
      """;

  private static final String KEY =
      "SELECT row_to_json(x) FROM (SELECT 'user_key' AS type, id, key"
          + " FROM chat.user_keys WHERE id = ?) x";

  private static final String REVOCATION =
      "SELECT row_to_json(x) FROM (SELECT 'token_revocation' AS type, "
          + time("not_before", "notBefore")
          + " FROM chat.token_revocations WHERE user_id = ?) x";

  private static final String CONTACT_REQUESTS =
      "SELECT row_to_json(x) FROM (SELECT 'contact_request' AS type, r.id, r.sender_id,"
          + " r.receiver_id, r.status, r.message, "
          + time("r.created_at", "createdAt")
          + ", "
          + time("r.updated_at", "updatedAt")
          + " FROM chat.contact_requests r, (SELECT ?::bigint AS user_id) o"
          + " WHERE o.user_id IN (r.sender_id, r.receiver_id)) x ORDER BY x.id";

  /** Those whom he has blocked: who has blocked him is not told to him. */
  private static final String BLOCKS =
      "SELECT row_to_json(x) FROM (SELECT 'block' AS type, blocked_id, "
          + time("created_at", "createdAt")
          + " FROM chat.user_blocks WHERE user_id = ?) x ORDER BY x.blocked_id";

  private static final String CONVERSATION_IDS =
      "SELECT conversation_id FROM chat.participants WHERE user_id = ? ORDER BY conversation_id";

  private static final String CONVERSATION =
      """
      SELECT row_to_json(x) FROM (
        SELECT 'conversation' AS type, c.id, c.participant_1_id, c.participant_2_id,
               (SELECT row_to_json(p) FROM chat.user_profiles p
                WHERE p.id = CASE c.participant_1_id WHEN o.user_id THEN c.participant_2_id
                             ELSE c.participant_1_id END) AS partner,
               c.last_seq, o.read_seq, o.unread_count,
      """
          + time("c.created_at", "createdAt")
          + ", "
          + time("c.updated_at", "updatedAt")
          + """
           FROM chat.participants o
          JOIN chat.conversations c ON c.id = o.conversation_id
          WHERE o.user_id = ? AND o.conversation_id = ?) x
          """;

  private static final String READ_MARKS =
      "SELECT row_to_json(x) FROM (SELECT 'read_mark' AS type, conversation_id, up_to_seq, "
          + time("read_at", "read_at")
          + " FROM chat.read_marks WHERE user_id = ? AND conversation_id = ?) x ORDER BY"
          + " x.up_to_seq";

  private static final String MESSAGES =
      "SELECT row_to_json(x) FROM (SELECT 'message' AS type, m.id, m.conversation_id, m.seq,"
          + " m.sender_id, m.receiver_id, m.content, m.attachment_url, m.client_message_id,"
          + " m.flag, m.is_read, "
          + time("m.read_at", "read_at")
          + ", "
          + time("m.deleted_at", "deletedAt")
          + ", "
          + time("m.created_at", "createdAt")
          + ", "
          + time("m.updated_at", "updatedAt")
          + " FROM chat.message_details m, (SELECT ?::bigint AS user_id, ?::bigint AS id) o"
          + " WHERE m.conversation_id = o.id AND (m.deleted_at IS NULL OR m.sender_id = o.user_id)"
          + ") x ORDER BY x.seq";

  private final DataSource dataSource;

  /**
   * @param dataSource of a migrated database, without a limit of time
   */
  public UserExport(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** As on the wire. */
  private static String time(String column, String name) {
    return "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS \"%s\""
        .formatted(column, name);
  }

  /**
   * Writes a line for each object: the user, his contact requests and blocks, then each
   * conversation, followed by when he has read in it and by its messages, oldest first.
   *
   * @return whether there is anything of such a user
   * @throws SQLException if the database fails; some lines may have been written
   */
  public boolean write(UserId user, Consumer<String> line) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false); // or the driver reads a whole conversation at once
      long written = lines(connection, line, PROFILE, user.value());
      written += lines(connection, line, KEY, user.value());
      written += lines(connection, line, REVOCATION, user.value());
      written += lines(connection, line, CONTACT_REQUESTS, user.value());
      written += lines(connection, line, BLOCKS, user.value());
      List<Long> conversations = new ArrayList<>();
      lines(connection, id -> conversations.add(Long.valueOf(id)), CONVERSATION_IDS, user.value());
      for (long conversation : conversations) {
        written += lines(connection, line, CONVERSATION, user.value(), conversation);
        written += lines(connection, line, READ_MARKS, user.value(), conversation);
        written += lines(connection, line, MESSAGES, user.value(), conversation);
      }
      return written > 0;
    }
  }

  private static long lines(
      Connection connection, Consumer<String> line, String query, long... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setFetchSize(AT_A_TIME);
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      long count = 0;
      try (ResultSet rows = statement.executeQuery()) {
        for (; rows.next(); count++) {
          line.accept(rows.getString(1));
        }
      }
      return count;
    }
  }
}
