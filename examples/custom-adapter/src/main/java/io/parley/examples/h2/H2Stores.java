package io.parley.examples.h2;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** The store ports on one H2 database. */
public final class H2Stores implements ChatStores, AutoCloseable {
  private final WriterThread writer = new WriterThread();
  private final UserDirectory users;
  private final MessageStore messages;
  private final MessageHistory history;
  private final MessageLog log;
  private final MessageSearch search;
  private final ConversationStore conversations;
  private final ReadReceiptStore receipts;
  private final ChangeFeed changes;

  private H2Stores(Database database) {
    this.users = new H2UserDirectory(database);
    this.messages = new H2MessageStore(database, users, writer);
    this.history = new H2MessageHistory(database);
    this.log = new H2MessageLog(database);
    this.search = new H2MessageSearch(log, history);
    this.conversations = new H2ConversationStore(database);
    this.receipts = new H2ReadReceiptStore(database);
    this.changes = new H2ChangeFeed(database);
  }

  /**
   * Opens the stores, and makes the schema {@code chat} if it is not there.
   *
   * @param source of connections, several at once; stays open when the stores are closed
   * @throws StoreUnavailableException if the database does not answer
   */
  public static H2Stores open(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(schema());
    } catch (SQLException | IOException e) {
      throw new StoreUnavailableException("The schema could not be made", e);
    }
    return new H2Stores(new Database(source));
  }

  private static String schema() throws IOException {
    try (InputStream file = H2Stores.class.getResourceAsStream("schema.sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public MessageStore messages() {
    return messages;
  }

  @Override
  public MessageHistory history() {
    return history;
  }

  @Override
  public MessageSearch search() {
    return search;
  }

  @Override
  public MessageLog log() {
    return log;
  }

  @Override
  public ConversationStore conversations() {
    return conversations;
  }

  @Override
  public ReadReceiptStore receipts() {
    return receipts;
  }

  @Override
  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public UserDirectory users() {
    return users;
  }

  /** Stores what waits, and ends the thread. */
  @Override
  public void close() {
    writer.close();
  }
}
