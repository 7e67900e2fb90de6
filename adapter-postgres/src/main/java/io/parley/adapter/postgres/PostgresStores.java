package io.parley.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;
import javax.sql.DataSource;

/** The store ports on one PostgreSQL database, whose schema {@link SchemaMigration} has made. */
public final class PostgresStores implements AutoCloseable {
  private final HikariDataSource pool;
  private final UserDirectory users;
  private final PostgresMessageStore messages;
  private final MessageHistory history;
  private final ConversationStore conversations;
  private final ReadReceiptStore receipts;

  private PostgresStores(PostgresConfig config, HikariDataSource pool) {
    this.pool = pool;
    var database = new Database(pool);
    this.users = new PostgresUserDirectory(database);
    var rows = new MessageRows(users);
    var directory = new ConversationDirectory(database);
    this.history = new PostgresMessageHistory(database, rows);
    this.conversations = new PostgresConversationStore(database, directory, users);
    this.receipts = new PostgresReadReceiptStore(database, directory, users);
    this.messages =
        new PostgresMessageStore(
            config, new GroupCommit(pool, database, users, directory, rows), database, rows);
  }

  /** Opens a pool of connections, which it makes as they are needed, and starts the writers. */
  public static PostgresStores open(PostgresConfig config) {
    return new PostgresStores(config, new HikariDataSource(poolConfig(config)));
  }

  private static HikariConfig poolConfig(PostgresConfig config) {
    var hikari = new HikariConfig();
    hikari.setPoolName("chat-postgres");
    hikari.setJdbcUrl(config.jdbcUrl());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.connections());
    hikari.setConnectionTimeout(config.connectTimeout().toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.addDataSourceProperty("ApplicationName", "chat");
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty(
        "connectTimeout", String.valueOf(config.connectTimeout().toSeconds()));
    hikari.addDataSourceProperty(
        "socketTimeout", String.valueOf(config.answerTimeout().toSeconds()));
    // An acknowledged message is on disk, whatever the database's or the role's default is.
    hikari.setConnectionInitSql(
        "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'");
    return hikari;
  }

  public MessageStore messages() {
    return messages;
  }

  public MessageHistory history() {
    return history;
  }

  public ConversationStore conversations() {
    return conversations;
  }

  public ReadReceiptStore receipts() {
    return receipts;
  }

  public UserDirectory users() {
    return users;
  }

  /** The pool itself, for what lies outside the ports. */
  public DataSource dataSource() {
    return pool;
  }

  /** Stores what waits, then closes the pool; blocks for as long as one commit may take. */
  @Override
  public void close() {
    messages.close();
    pool.close();
  }
}
