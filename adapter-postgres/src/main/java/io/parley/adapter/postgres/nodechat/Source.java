package io.parley.adapter.postgres.nodechat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What is read of the source, as subqueries with the same columns whatever the host calls its own.
 *
 * @param users id, name, username, profile_name, profile_photo
 * @param conversations id, first_id, second_id, deleted_at, created_at, updated_at
 * @param messages id, conversation_id, sender_id, receiver_id, content, attachment_url, is_read,
 *     read_at, deleted_at, created_at, updated_at
 */
record Source(String users, String conversations, String messages) {
  /** Reads the catalog; the connection only reads from now on, and says times in UTC. */
  static Source open(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      statement.execute("SET default_transaction_isolation = 'repeatable read'");
      statement.execute("SET jit = off");
    }
    return new Source(
        users(SourceTable.find(connection, "users", "\"Users\"")),
        conversations(SourceTable.find(connection, "\"Conversations\"", "conversations")),
        messages(SourceTable.find(connection, "\"Messages\"", "messages")));
  }

  private static String users(SourceTable table) {
    return "(SELECT %s AS id, %s AS name, %s AS username, %s AS profile_name, %s AS profile_photo FROM %s) u"
        .formatted(
            table.requiredInteger("id"),
            table.text("name"),
            table.text("username"),
            table.text("profile_name", "profileName"),
            table.text("profile_photo", "profilePhoto"),
            table.name());
  }

  private static String conversations(SourceTable table) {
    return "(SELECT %s AS id, %s AS first_id, %s AS second_id, %s AS deleted_at, %s AS created_at, %s AS updated_at FROM %s) c"
        .formatted(
            table.requiredInteger("id"),
            table.requiredInteger("participant_1_id", "participant1Id"),
            table.requiredInteger("participant_2_id", "participant2Id"),
            table.time("deletedAt", "deleted_at"),
            table.time("createdAt", "created_at"),
            table.time("updatedAt", "updated_at"),
            table.name());
  }

  private static String messages(SourceTable table) {
    table.requireOneOf("content");
    table.requireOneOf("createdAt", "created_at");
    String readAt = table.time("read_at", "readAt");
    String createdAt = table.time("createdAt", "created_at");
    String updatedAt = table.time("updatedAt", "updated_at");
    return """
        (SELECT %s AS id, %s AS conversation_id, %s AS sender_id, %s AS receiver_id, %s AS content,
                %s AS attachment_url, %s AS is_read, %s AS read_at, %s AS deleted_at,
                coalesce(%s, %s) AS created_at, coalesce(%s, %s) AS updated_at
         FROM %s) m"""
        .formatted(
            table.requiredInteger("id"),
            table.integer("conversation_id", "conversationId"),
            table.requiredInteger("sender_id", "senderId"),
            table.requiredInteger("receiver_id", "receiverId"),
            table.text("content"),
            table.text("attachment_url", "attachmentUrl"),
            table.truth("(" + readAt + ") IS NOT NULL", "is_read", "isRead"),
            readAt,
            table.time("deletedAt", "deleted_at"),
            createdAt,
            updatedAt,
            updatedAt,
            createdAt,
            table.name());
  }
}
