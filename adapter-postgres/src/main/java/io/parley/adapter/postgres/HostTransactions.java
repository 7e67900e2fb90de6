package io.parley.adapter.postgres;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.port.TransactionalAppend;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Stores messages within transactions on connections of somebody else: by the statements of a group
 * of one, and without their commit. What cannot be stored leaves his transaction as it was.
 */
final class HostTransactions implements TransactionalAppend<Connection> {
  /** A conversation that is remembered, and is not there, is looked up anew. */
  private static final int MAX_ATTEMPTS = 2;

  private final ConversationDirectory directory;

  HostTransactions(ConversationDirectory directory) {
    this.directory = directory;
  }

  @Override
  public Appended append(Connection connection, MessageDraft draft) {
    var append = new PendingAppend(draft, appended -> {});
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalArgumentException("The connection is in no transaction");
      }
      store(connection, append);
    } catch (SQLException e) {
      throw Database.unavailable(e);
    }
    try {
      return append.outcome().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw ChatException.unwrap(e) instanceof RuntimeException refusal ? refusal : e;
    }
  }

  private void store(Connection connection, PendingAppend append) throws SQLException {
    // Both are of this transaction, which may have made the users: nothing of them is remembered.
    var database = new Database(connection);
    var users = new PostgresUserDirectory(database);
    var repeats = new Repeats(database, new MessageRows(users));
    MessageDraft draft = append.draft();
    Map<UserId, User> people = users.find(Set.of(draft.sender(), draft.receiver()));
    if (people.size() < 2) {
      boolean unused = append.key().isPresent() && repeats.answer(List.of(append));
      append.fail(
          people.containsKey(draft.sender()) ? User.receiverNotFound() : User.senderNotFound());
      return;
    }
    for (int attempt = 1; !append.hasOutcome(); attempt++) {
      if (attempt > MAX_ATTEMPTS) {
        throw new StoreUnavailableException("The message store is too busy");
      }
      Savepoint before = connection.setSavepoint();
      try {
        attempt(new AppendTransaction(connection), append, people);
        connection.releaseSavepoint(before);
      } catch (SQLException e) {
        connection.rollback(before);
        refuse(append, repeats, e);
      }
    }
  }

  private void attempt(
      AppendTransaction transaction, PendingAppend append, Map<UserId, User> people)
      throws SQLException {
    List<ConversationBatch> batches =
        ConversationBatches.of(transaction, directory, List.of(append));
    if (!batches.isEmpty()) {
      transaction.storeMessages(batches);
    }
    for (ConversationBatch batch : batches) {
      if (batch.isStored()) {
        batch.complete(people);
      } else {
        directory.forget(batch.participants(), batch.id());
      }
    }
  }

  private static void refuse(PendingAppend append, Repeats repeats, SQLException failure)
      throws SQLException {
    String state = String.valueOf(failure.getSQLState());
    if (SqlStates.isAboutTheData(state)) {
      append.fail(new InvalidValueException("content", "cannot be stored by this database"));
    } else if (!SqlStates.isTaken(state) || !repeats.answer(List.of(append))) {
      throw failure;
    }
  }
}
