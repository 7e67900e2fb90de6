package io.parley.adapter.postgres.nodechat;

import io.parley.adapter.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database of a chat on Express, with the tables that Sequelize makes; users 1 to 9. */
public final class NodeChat implements AutoCloseable {
  private static final String[] SCHEMA = {
    """
    CREATE TABLE "users" ("id" SERIAL, "name" VARCHAR(255) NOT NULL,
      "username" VARCHAR(255) NOT NULL UNIQUE, "email" VARCHAR(255), "password" VARCHAR(255),
      "profile_name" VARCHAR(255), "profile_photo" VARCHAR(255),
      "createdAt" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
      "updatedAt" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), PRIMARY KEY ("id"))
    """,
    """
    CREATE TABLE "Conversations" ("id" SERIAL, "participant_1_id" INTEGER NOT NULL,
      "participant_2_id" INTEGER NOT NULL, "last_message" TEXT,
      "last_message_at" TIMESTAMP WITH TIME ZONE,
      "createdAt" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT '2024-01-01T00:00:00Z',
      "updatedAt" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT '2024-01-01T00:00:00Z',
      "deletedAt" TIMESTAMP WITH TIME ZONE, PRIMARY KEY ("id"))
    """,
    """
    CREATE TABLE "Messages" ("id" SERIAL, "sender_id" INTEGER, "receiver_id" INTEGER,
      "conversation_id" INTEGER, "content" TEXT, "attachment_url" VARCHAR(5000),
      "is_read" BOOLEAN DEFAULT false, "read_at" TIMESTAMP WITH TIME ZONE,
      "createdAt" TIMESTAMP WITH TIME ZONE, "updatedAt" TIMESTAMP WITH TIME ZONE,
      "deletedAt" TIMESTAMP WITH TIME ZONE, PRIMARY KEY ("id"))
    """,
    """
    INSERT INTO users (id, name, username, profile_name)
    SELECT n, 'User ' || n, 'user' || n, 'Profile ' || n FROM generate_series(1, 9) n
    """
  };

  private final TestDatabase database = TestDatabase.create();

  public NodeChat() {
    database.run(SCHEMA);
  }

  public TestDatabase database() {
    return database;
  }

  public void run(String... statements) {
    database.run(statements);
  }

  void conversation(long id, long first, long second) {
    run(
        """
        INSERT INTO "Conversations" (id, participant_1_id, participant_2_id) VALUES (%d, %d, %d)
        """
            .formatted(id, first, second));
  }

  /** A message of the minute of its id, which is not read. */
  void message(long id, long sender, long receiver, long conversation, String content) {
    run(
        """
        INSERT INTO "Messages" (id, sender_id, receiver_id, conversation_id, content, "createdAt",
          "updatedAt")
        SELECT id, %d, %d, %d, '%s', at, at
        FROM (SELECT %d AS id, timestamptz '2024-02-01T10:00:00.123Z' + %d * interval '1 min' AS at) m
        """
            .formatted(sender, receiver, conversation, content, id, id));
  }

  void read(String when, long... ids) {
    for (long id : ids) {
      run(
          "UPDATE \"Messages\" SET is_read = true, read_at = '%s', \"updatedAt\" = '%s' WHERE id = %d"
              .formatted(when, when, id));
    }
  }

  void delete(String when, long id) {
    run("UPDATE \"Messages\" SET \"deletedAt\" = '%s' WHERE id = %d".formatted(when, id));
  }

  /**
   * A history of users 1 to 9: pairs of different liveliness, all times different from their order,
   * some deleted, each pair read up to somewhere.
   */
  public void fill(int messages) {
    run(
        """
        INSERT INTO "Messages" (id, sender_id, receiver_id, content, attachment_url, "createdAt",
          "updatedAt")
        SELECT n, CASE WHEN n %% 3 = 0 THEN a ELSE b END, CASE WHEN n %% 3 = 0 THEN b ELSE a END,
               'Message ' || n || E' with a \\\\ and a\\ttab, a\\nline, \\u00e7 and ' || chr(128512),
               CASE WHEN n %% 50 = 0 THEN 'https://files.example/' || n END, at, at
        FROM (
          SELECT n, 1 + (n * n) %% 4 AS a, 5 + n %% 5 AS b,
                 timestamptz '2024-02-01T00:00:00Z' + (n + (n * 7919) %% 101) * interval '317 ms' AS at
          FROM generate_series(1::bigint, %d) n
        ) m
        """
            .formatted(messages),
        """
        INSERT INTO "Conversations" (participant_1_id, participant_2_id, "createdAt", "updatedAt")
        SELECT greatest(sender_id, receiver_id), least(sender_id, receiver_id), min("createdAt"),
               max("updatedAt")
        FROM "Messages" GROUP BY 1, 2 ORDER BY 1, 2
        """,
        """
        UPDATE "Messages" m SET conversation_id = c.id
        FROM "Conversations" c
        WHERE c.participant_1_id = greatest(m.sender_id, m.receiver_id)
          AND c.participant_2_id = least(m.sender_id, m.receiver_id)
        """,
        """
        UPDATE "Messages" m
        SET is_read = true, read_at = timestamptz '2024-06-01T00:00:00Z' + place / 7 * interval '1 h'
        FROM (
          SELECT id, row_number() OVER w AS place, count(*) OVER (PARTITION BY conversation_id, receiver_id) AS of
          FROM "Messages"
          WINDOW w AS (PARTITION BY conversation_id, receiver_id ORDER BY "createdAt", id)
        ) p
        WHERE p.id = m.id AND place <= of * (m.receiver_id % 4 + 1) / 4
        """,
        """
        UPDATE "Messages" SET "deletedAt" = '2024-07-01T00:00:00.5Z' WHERE id % 97 = 0
        """);
  }

  /** The messages as the chat is to show them, by id: each a line. */
  public List<String> messages() {
    return column(
        """
        SELECT concat_ws('|', id, sender_id, receiver_id, conversation_id, content, attachment_url,
          is_read, extract(epoch FROM read_at)::numeric(20, 3), extract(epoch FROM "deletedAt")::numeric(20, 3),
          extract(epoch FROM "createdAt")::numeric(20, 3), extract(epoch FROM "updatedAt")::numeric(20, 3))
        FROM "Messages" ORDER BY id
        """);
  }

  /** As {@link #messages()}, of a chat. */
  public static List<String> messagesOf(TestDatabase chat) {
    return column(
        chat,
        """
        SELECT concat_ws('|', id, sender_id, receiver_id, conversation_id, content, attachment_url,
          is_read, extract(epoch FROM read_at)::numeric(20, 3), extract(epoch FROM deleted_at)::numeric(20, 3),
          extract(epoch FROM created_at)::numeric(20, 3), extract(epoch FROM updated_at)::numeric(20, 3))
        FROM chat.message_details ORDER BY id
        """);
  }

  List<String> column(String query) {
    return column(database, query);
  }

  /** The first column of an answer, as text. */
  public static List<String> column(TestDatabase database, String query) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
