package io.parley.spring;

import io.parley.application.message.SendWithin;
import io.parley.application.message.SendWithin.Stored;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends within Spring's transactions: what the transaction stores and the message are there
 * together, or neither is. Both users are told after the commit. Thread-safe.
 */
public final class TransactionalChat {
  private final DataSource database;
  private final SendWithin<Connection> sendWithin;

  TransactionalChat(DataSource database, SendWithin<Connection> sendWithin) {
    this.database = database;
    this.sendWithin = sendWithin;
  }

  /**
   * Stores a message within the transaction of this thread. The conversation is locked until it
   * ends.
   *
   * @return the message; there for others once the transaction has committed
   * @throws io.parley.domain.error.ChatException as a send without a transaction does; the
   *     transaction may go on
   * @throws IllegalStateException if there is no transaction
   */
  public Message send(MessageDraft draft) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("There is no transaction to send within");
    }
    Connection connection = DataSourceUtils.getConnection(database);
    try {
      Stored stored = sendWithin.store(connection, draft);
      TransactionSynchronizationManager.registerSynchronization(new AfterCommit(stored));
      return stored.message();
    } finally {
      DataSourceUtils.releaseConnection(connection, database);
    }
  }

  /** Tells both users. */
  private record AfterCommit(Stored stored) implements TransactionSynchronization {
    @Override
    public void afterCommit() {
      stored.committed();
    }
  }
}
