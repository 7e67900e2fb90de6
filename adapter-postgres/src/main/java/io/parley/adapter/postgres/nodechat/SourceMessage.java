package io.parley.adapter.postgres.nodechat;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A message as the source has it; times as PostgreSQL writes them, in UTC. */
record SourceMessage(
    long id,
    @Nullable Long conversation,
    long sender,
    @Nullable Long receiver,
    @Nullable String content,
    @Nullable String attachment,
    boolean read,
    @Nullable String readAt,
    @Nullable String deletedAt,
    @Nullable String createdAt,
    @Nullable String updatedAt) {

  static final String COLUMNS =
      "id, conversation_id, coalesce(sender_id, 0), receiver_id, content, attachment_url, is_read,"
          + " read_at::text, deleted_at::text, created_at::text, updated_at::text";

  static SourceMessage of(ResultSet row) throws SQLException {
    return new SourceMessage(
        row.getLong(1),
        orNull(row, 2),
        row.getLong(3),
        orNull(row, 4),
        row.getString(5),
        row.getString(6),
        row.getBoolean(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11));
  }

  private static @Nullable Long orNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  SourceMessage withContent(String text) {
    return new SourceMessage(
        id,
        conversation,
        sender,
        receiver,
        text,
        attachment,
        read,
        readAt,
        deletedAt,
        createdAt,
        updatedAt);
  }

  SourceMessage withAttachment(@Nullable String url) {
    return new SourceMessage(
        id,
        conversation,
        sender,
        receiver,
        content,
        url,
        read,
        readAt,
        deletedAt,
        createdAt,
        updatedAt);
  }
}
