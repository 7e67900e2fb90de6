package io.parley.adapter.postgres;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The statements of {@link AppendStatements} on one connection that commits each by itself, until a
 * conversation has to be created.
 */
final class AppendTransaction {
  private final Connection connection;

  AppendTransaction(Connection connection) {
    this.connection = connection;
  }

  Map<Participants, ConversationId> findConversations(Collection<Participants> pairs)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(AppendStatements.FIND_CONVERSATIONS)) {
      bindPairs(new ArrayBinder(connection, statement), pairs);
      var found = new HashMap<Participants, ConversationId>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(
              new Participants(new UserId(rows.getLong(2)), new UserId(rows.getLong(3))),
              new ConversationId(rows.getLong(1)));
        }
      }
      return found;
    }
  }

  /** Begins a transaction: a conversation is not to be there without its first message. */
  void createConversations(Collection<Participants> pairs) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement =
        connection.prepareStatement(AppendStatements.CREATE_CONVERSATIONS)) {
      bindPairs(new ArrayBinder(connection, statement), pairs);
      statement.executeUpdate();
    }
  }

  private static void bindPairs(ArrayBinder binder, Collection<Participants> pairs)
      throws SQLException {
    binder.bigints(pairs.stream().mapToLong(pair -> pair.first().value()).toArray());
    binder.bigints(pairs.stream().mapToLong(pair -> pair.second().value()).toArray());
  }

  /**
   * Stores the batches whose conversations exist and are theirs; the others stay without messages.
   */
  void storeMessages(List<ConversationBatch> batches) throws SQLException {
    Map<Long, ConversationBatch> byId = byId(batches);
    try (PreparedStatement statement =
        connection.prepareStatement(AppendStatements.STORE_MESSAGES)) {
      var binder = new ArrayBinder(connection, statement);
      bindConversations(binder, batches);
      bindMessages(binder, batches);
      bindParticipants(binder, batches);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ConversationBatch batch = batch(byId, rows.getLong(2));
          if (rows.getBoolean(1)) {
            batch.stored(rows.getLong(3), rows.getLong(4), rows.getLong(5));
          } else {
            batch.unread(rows.getLong(3), rows.getLong(4), rows.getLong(5));
          }
        }
      }
    }
  }

  private static void bindConversations(ArrayBinder binder, List<ConversationBatch> batches)
      throws SQLException {
    binder.bigints(batches.stream().mapToLong(batch -> batch.id().value()).toArray());
    bindPairs(binder, batches.stream().map(ConversationBatch::participants).toList());
    binder.bigints(batches.stream().mapToLong(batch -> batch.appends().size()).toArray());
    binder.texts(batches.stream().map(ConversationBatch::lastContent).toArray(String[]::new));
  }

  private static void bindMessages(ArrayBinder binder, List<ConversationBatch> batches)
      throws SQLException {
    int count = batches.stream().mapToInt(batch -> batch.appends().size()).sum();
    long[] conversations = new long[count];
    long[] positions = new long[count];
    long[] senders = new long[count];
    long[] receivers = new long[count];
    String[] contents = new String[count];
    String[] attachments = new String[count];
    String[] clientIds = new String[count];
    String[] flags = new String[count];
    int row = 0;
    for (ConversationBatch batch : batches) {
      for (int i = 0; i < batch.appends().size(); i++, row++) {
        MessageDraft draft = batch.appends().get(i).draft();
        conversations[row] = batch.id().value();
        positions[row] = i + 1L;
        senders[row] = draft.sender().value();
        receivers[row] = draft.receiver().value();
        contents[row] = draft.content().text();
        attachments[row] = draft.attachment().map(url -> url.text()).orElse(null);
        clientIds[row] = draft.clientMessageId().map(id -> id.text()).orElse(null);
        flags[row] = draft.flag().map(flag -> flag.text()).orElse(null);
      }
    }
    binder.bigints(conversations);
    binder.bigints(positions);
    binder.bigints(senders);
    binder.bigints(receivers);
    binder.texts(contents);
    binder.texts(attachments);
    binder.texts(clientIds);
    binder.texts(flags);
  }

  private static void bindParticipants(ArrayBinder binder, List<ConversationBatch> batches)
      throws SQLException {
    int count = batches.size() * 2;
    long[] conversations = new long[count];
    long[] users = new long[count];
    long[] received = new long[count];
    int row = 0;
    for (ConversationBatch batch : batches) {
      for (UserId user : List.of(batch.participants().first(), batch.participants().second())) {
        conversations[row] = batch.id().value();
        users[row] = user.value();
        received[row] = batch.receivedBy(user);
        row++;
      }
    }
    binder.bigints(conversations);
    binder.bigints(users);
    binder.bigints(received);
  }

  /** Ends the transaction, if one was begun. */
  void commit() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private static ConversationBatch batch(Map<Long, ConversationBatch> byId, long id) {
    return Objects.requireNonNull(byId.get(id), "a row of a conversation that was not asked for");
  }

  private static Map<Long, ConversationBatch> byId(List<ConversationBatch> batches) {
    var byId = new HashMap<Long, ConversationBatch>();
    batches.forEach(batch -> byId.put(batch.id().value(), batch));
    return byId;
  }
}
