package io.parley.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.SpendingLedger;
import io.parley.domain.port.TokenRevocations;
import io.parley.domain.port.UserDirectory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** The store ports on one PostgreSQL database, whose schema {@link SchemaMigration} has made. */
public final class PostgresStores implements AutoCloseable {
  /** An acknowledged message is on disk, whatever the database's or the role's default is. */
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  /**
   * One plan for all groups, alike on an empty database and a full one: it reaches each row by its
   * index, in the order of the arrays, which is the order of the locks.
   */
  private static final String PLAN_ONCE =
      "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off";

  /** Whoever holds a row for longer than this is not waited for by a whole group. */
  private static final String LOCKS = "SET lock_timeout = 1000";

  private static final int GIVE_UP_PERCENT = 90;

  /** Appends never wait for a connection that a slow search holds. */
  private final HikariDataSource writers;

  private final HikariDataSource pool;
  private final PostgresUserDirectory users;
  private final PostgresMessageStore messages;
  private final MessageHistory history;
  private final MessageLog log;
  private final MessageSearch search;
  private final ConversationStore conversations;
  private final Optional<HikariDataSource> standbyPool;
  private final Optional<ReadReplica> replica;
  private final MessageHistory shownHistory;
  private final ConversationStore shownConversations;
  private final ReadReceiptStore receipts;
  private final ChangeFeed changes;
  private final PresenceRegistry presence;
  private final TokenRevocations revocations;
  private final SpendingLedger spending;

  private PostgresStores(
      PostgresConfig config, Optional<PostgresConfig> standby, Executor afterCommit) {
    this.writers =
        new HikariDataSource(
            poolConfig(
                config,
                "chat-writers",
                config.writers(),
                DURABLE + ";" + PLAN_ONCE + ";" + LOCKS + ";"));
    this.pool =
        new HikariDataSource(
            poolConfig(
                config, "chat-postgres", config.connections() - config.writers(), DURABLE + ";"));
    var database = new Database(pool);
    this.users = new PostgresUserDirectory(database);
    var rows = new MessageRows(users);
    var directory = new ConversationDirectory(database);
    this.history = new PostgresMessageHistory(database, rows);
    this.log = new PostgresMessageLog(database);
    this.search = new PostgresMessageSearch(log, history);
    var conversationRows = new ConversationRows(users);
    this.conversations = new PostgresConversationStore(database, directory, conversationRows);
    this.presence = new PostgresPresence(database);
    this.revocations = new PostgresTokenRevocations(database);
    this.spending = new PostgresSpendingLedger(database);
    this.changes = new PostgresChangeFeed(database, conversationRows, rows);
    this.receipts = new PostgresReadReceiptStore(database, directory, users);
    this.messages =
        new PostgresMessageStore(
            config, new GroupCommit(writers, users, directory, afterCommit), database, rows);
    this.standbyPool =
        standby.map(
            one -> new HikariDataSource(poolConfig(one, "chat-standby", one.connections(), "")));
    if (standbyPool.isPresent()) {
      var other = new Database(standbyPool.get());
      var follower = new ReadReplica(database, other, System::nanoTime);
      this.replica = Optional.of(follower);
      this.shownHistory =
          new ReplicatedHistory(history, new PostgresMessageHistory(other, rows), follower);
      this.shownConversations =
          new ReplicatedConversations(
              conversations,
              new PostgresConversationStore(other, directory, conversationRows),
              follower);
    } else {
      this.replica = Optional.empty();
      this.shownHistory = history;
      this.shownConversations = conversations;
    }
  }

  /** As {@link #open(PostgresConfig, Executor)}, with nothing around what follows a commit. */
  public static PostgresStores open(PostgresConfig config) {
    return open(config, Runnable::run);
  }

  /**
   * Opens the pools of connections, which are made as they are needed, and starts the writers.
   *
   * @param afterCommit runs, for each group of messages that was committed, all that is to happen
   *     once they are stored, such as their announcements; it runs its tasks one after the other,
   *     before {@code execute} returns: the order of the messages depends on it
   */
  public static PostgresStores open(PostgresConfig config, Executor afterCommit) {
    return open(config, Optional.empty(), afterCommit);
  }

  /**
   * As above, with a standby of the database that answers what users look at whenever it has
   * everything. It may come and go.
   */
  public static PostgresStores open(
      PostgresConfig config, Optional<PostgresConfig> standby, Executor afterCommit) {
    return new PostgresStores(config, standby, afterCommit);
  }

  /**
   * The database is to stop working before the caller stops waiting for it: whoever only hangs up
   * leaves his statement running, and his next one beside it. A caller that is gone without a word,
   * in the middle of a transaction, keeps its locks no longer either.
   */
  private static String giveUp(Duration answerTimeout) {
    return "SET statement_timeout = "
        + answerTimeout.toMillis() * GIVE_UP_PERCENT / 100
        + ";SET idle_in_transaction_session_timeout = "
        + answerTimeout.toMillis();
  }

  private static HikariConfig poolConfig(
      PostgresConfig config, String name, int connections, String initSql) {
    var hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(config.jdbcUrl());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(connections);
    hikari.setConnectionTimeout(config.connectTimeout().toMillis());
    hikari.setValidationTimeout(config.connectTimeout().toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.setExceptionOverrideClassName(FailedOver.class.getName());
    hikari.addDataSourceProperty("ApplicationName", "chat");
    hikari.addDataSourceProperty("logServerErrorDetail", "false"); // it quotes rows: messages
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("hostRecheckSeconds", "1"); // which of several is the primary
    hikari.addDataSourceProperty(
        "connectTimeout", String.valueOf(config.connectTimeout().toSeconds()));
    hikari.addDataSourceProperty(
        "socketTimeout", String.valueOf(config.answerTimeout().toSeconds()));
    hikari.setConnectionInitSql(initSql + giveUp(config.answerTimeout()));
    return hikari;
  }

  public MessageStore messages() {
    return messages;
  }

  public MessageHistory history() {
    return history;
  }

  /** As {@link #history()}, for what users look at: maybe from the standby. */
  public MessageHistory shownHistory() {
    return shownHistory;
  }

  /** As {@link #conversations()}, for what users look at: maybe from the standby. */
  public ConversationStore shownConversations() {
    return shownConversations;
  }

  public MessageLog log() {
    return log;
  }

  public MessageSearch search() {
    return search;
  }

  public ConversationStore conversations() {
    return conversations;
  }

  public ReadReceiptStore receipts() {
    return receipts;
  }

  public ChangeFeed changes() {
    return changes;
  }

  /** For a cluster that has only the database. */
  public PresenceRegistry presence() {
    return presence;
  }

  public TokenRevocations revocations() {
    return revocations;
  }

  /** For a cluster that has only the database. */
  public SpendingLedger spending() {
    return spending;
  }

  public UserDirectory users() {
    return users;
  }

  /** For whoever watches. */
  public StoreStatistics statistics() {
    return new StoreStatistics(
        messages.waiting().size(),
        messages.waiting().capacity(),
        replica.map(ReadReplica::statistics));
  }

  /** Lets somebody measure the pools of connections; to be called once. */
  public void measurePools(MetricsTrackerFactory trackers) {
    writers.setMetricsTrackerFactory(trackers);
    pool.setMetricsTrackerFactory(trackers);
    standbyPool.ifPresent(standby -> standby.setMetricsTrackerFactory(trackers));
  }

  /** The pool of all but the appends, for what lies outside the ports. */
  public DataSource dataSource() {
    return pool;
  }

  /** Stores what waits, for two seconds at most, then closes the pools. */
  @Override
  public void close() {
    messages.close();
    writers.close();
    standbyPool.ifPresent(HikariDataSource::close);
    pool.close();
  }
}
