package io.parley.adapter.postgres.nodechat;

import java.util.List;

/**
 * The tables in which an import gathers what it has read: unlogged, as all of it can be read again,
 * so a crash of the database empties all of them together.
 */
final class StagingStatements {
  static final List<String> CREATE =
      List.of(
          """
          CREATE UNLOGGED TABLE chat.import_progress (phase text NOT NULL, up_to bigint NOT NULL)
          """,
          """
          CREATE UNLOGGED TABLE chat.import_users (
            id bigint NOT NULL, name text, username text, profile_name text, profile_photo text)
          """,
          """
          CREATE UNLOGGED TABLE chat.import_conversations (
            id bigint NOT NULL, first_id bigint, second_id bigint, deleted_at timestamptz(3),
            created_at timestamptz(3), updated_at timestamptz(3))
          """,
          """
          CREATE UNLOGGED TABLE chat.import_messages (
            id bigint NOT NULL, conversation_id bigint, sender_id bigint NOT NULL,
            receiver_id bigint, content text NOT NULL, attachment_url text,
            is_read boolean NOT NULL, read_at timestamptz(3), deleted_at timestamptz(3),
            created_at timestamptz(3) NOT NULL, updated_at timestamptz(3) NOT NULL)
          """,
          "INSERT INTO chat.import_progress (phase, up_to) VALUES ('READING', 0)",
          "DELETE FROM chat.import_exceptions");

  static final String DROP =
      """
      DROP TABLE IF EXISTS chat.import_progress, chat.import_users, chat.import_conversations,
        chat.import_messages, chat.import_pairs, chat.import_order
      """;

  /**
   * What an import has stored that was broken off, and has lost its progress by a crash of the
   * database: messages behind what their conversation knows of.
   */
  static final String DELETE_UNPUBLISHED =
      """
      DELETE FROM chat.messages m
      USING (
        SELECT u.id
        FROM chat.messages u
        LEFT JOIN chat.conversations c ON c.id = u.conversation_id
        WHERE u.seq > coalesce(c.last_seq, 0)
      ) u
      WHERE m.id = u.id
      """;

  private StagingStatements() {}
}
