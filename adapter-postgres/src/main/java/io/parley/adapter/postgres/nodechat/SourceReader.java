package io.parley.adapter.postgres.nodechat;

import io.parley.adapter.postgres.nodechat.MessageRules.Judged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings the rows of the source into the staging tables; each batch is one transaction. */
final class SourceReader {
  private static final int BATCH = 20_000;

  /** Rows that the driver holds at a time. */
  private static final int FETCH = 2_000;

  private static final String USERS = "id, name, username, profile_name, profile_photo";
  private static final String CONVERSATIONS =
      "id, first_id, second_id, deleted_at::text, created_at::text, updated_at::text";

  private final Connection there;
  private final Target target;
  private final Source source;
  private final MessageRules rules;
  private final ImportListener listener;

  SourceReader(
      Connection there, Target target, Source source, MessageRules rules, ImportListener listener) {
    this.there = there;
    this.target = target;
    this.source = source;
    this.rules = rules;
    this.listener = listener;
  }

  void readUsers() throws SQLException {
    readAll("Reading users", USERS, source.users(), "chat.import_users");
  }

  void readConversations() throws SQLException {
    readAll(
        "Reading conversations",
        CONVERSATIONS,
        source.conversations(),
        "chat.import_conversations");
  }

  private void readAll(String what, String columns, String from, String table) throws SQLException {
    listener.begins(what, count(from, 0), 0);
    target.run("TRUNCATE " + table);
    try (Statement statement = there.createStatement();
        CopyInto copy = new CopyInto(target.connection(), table)) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery("SELECT " + columns + " FROM " + from + " WHERE id IS NOT NULL")) {
        Object[] values = new Object[rows.getMetaData().getColumnCount()];
        for (long read = 1; rows.next(); read++) {
          for (int i = 0; i < values.length; i++) {
            values[i] = rows.getString(i + 1);
          }
          copy.add(values);
          if (read % FETCH == 0) {
            listener.advances(FETCH);
          }
        }
      }
      copy.end();
    }
    target.commit();
    there.commit();
  }

  /**
   * Reads messages by id.
   *
   * @param after the last id that an earlier run has read
   */
  void readMessages(long after) throws SQLException {
    long done = after == 0 ? 0 : target.number("SELECT count(*) FROM chat.import_messages");
    listener.begins("Reading messages", count(source.messages(), after) + done, done);
    target.commit();
    there.commit();
    long last = after;
    for (boolean more = true; more; ) {
      Batch batch = readBatch(last);
      last = batch.last();
      listener.advances(batch.rows());
      more = batch.rows() == BATCH;
    }
  }

  private record Batch(long rows, long last) {}

  private Batch readBatch(long after) throws SQLException {
    Map<Long, List<ImportReason>> exceptions = new TreeMap<>();
    long rows = 0;
    long last = after;
    try (PreparedStatement statement =
            there.prepareStatement(
                "SELECT "
                    + SourceMessage.COLUMNS
                    + " FROM "
                    + source.messages()
                    + " WHERE id > ? ORDER BY id LIMIT "
                    + BATCH);
        CopyInto copy = new CopyInto(target.connection(), "chat.import_messages")) {
      statement.setFetchSize(FETCH);
      statement.setLong(1, after);
      try (ResultSet found = statement.executeQuery()) {
        for (; found.next(); rows++) {
          Judged judged = rules.judge(SourceMessage.of(found));
          SourceMessage message = judged.message();
          last = message.id();
          if (!judged.reasons().isEmpty()) {
            exceptions.put(last, judged.reasons());
          }
          if (judged.isTaken()) {
            add(message, copy);
          }
        }
      }
      copy.end();
    }
    note(exceptions);
    target.update("UPDATE chat.import_progress SET up_to = ?", last);
    target.commit();
    there.commit();
    return new Batch(rows, last);
  }

  private static void add(SourceMessage message, CopyInto copy) throws SQLException {
    copy.add(
        message.id(),
        message.conversation(),
        message.sender(),
        message.receiver(),
        message.content(),
        message.attachment(),
        message.read(),
        message.readAt(),
        message.deletedAt(),
        message.createdAt(),
        message.updatedAt());
  }

  private void note(Map<Long, List<ImportReason>> exceptions) throws SQLException {
    List<Long> ids = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    exceptions.forEach(
        (id, all) ->
            all.forEach(
                reason -> {
                  ids.add(id);
                  reasons.add(reason.name());
                }));
    if (ids.isEmpty()) {
      return;
    }
    Connection here = target.connection();
    try (PreparedStatement insert =
        here.prepareStatement(
            "INSERT INTO chat.import_exceptions (message_id, reason)"
                + " SELECT * FROM unnest(?::bigint[], ?::text[])")) {
      insert.setArray(1, here.createArrayOf("bigint", ids.toArray()));
      insert.setArray(2, here.createArrayOf("text", reasons.toArray()));
      insert.executeUpdate();
    }
  }

  private long count(String from, long after) throws SQLException {
    try (PreparedStatement statement =
        there.prepareStatement("SELECT count(*) FROM " + from + " WHERE id > ?")) {
      statement.setLong(1, after);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
