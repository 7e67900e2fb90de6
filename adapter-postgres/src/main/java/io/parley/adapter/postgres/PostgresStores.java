package io.parley.adapter.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.SpendingLedger;
import io.parley.domain.port.TokenRevocations;
import io.parley.domain.port.TransactionalAppend;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.port.UserKeys;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The store ports on one PostgreSQL database, whose schema {@link SchemaMigration} has made.
 *
 * @since 0.1
 */
public final class PostgresStores implements ChatStores, AutoCloseable {
  private final DataSource pool;

  /** The pools that are ours, in the order in which they are closed. */
  private final List<HikariDataSource> owned;

  private final PostgresUserDirectory users;
  private final PostgresMessageStore messages;
  private final MessageHistory history;
  private final MessageLog log;
  private final MessageSearch search;
  private final ConversationStore conversations;
  private final Optional<ReadReplica> replica;
  private final MessageHistory shownHistory;
  private final ConversationStore shownConversations;
  private final ReadReceiptStore receipts;
  private final ChangeFeed changes;
  private final PresenceRegistry presence;
  private final TokenRevocations revocations;
  private final SpendingLedger spending;
  private final ConsumerOffsets offsets;
  private final ContactStore contacts;
  private final BlockStore blocks;
  private final UserKeys userKeys;
  private final ProfileStore profiles;
  private final TransactionalAppend<Connection> transactions;

  private PostgresStores(
      ConnectionPools pools, Optional<PostgresConfig> standby, Executor afterCommit) {
    this.pool = pools.others();
    var database = new Database(pool);
    this.users = new PostgresUserDirectory(database);
    var rows = new MessageRows(users);
    var directory = new ConversationDirectory(database);
    this.history = new PostgresMessageHistory(database, rows);
    this.log = new PostgresMessageLog(database);
    this.search = new PostgresMessageSearch(log, history);
    var conversationRows = new ConversationRows(users);
    this.conversations = new PostgresConversationStore(database, directory, conversationRows);
    this.transactions = new HostTransactions(directory);
    this.presence = new PostgresPresence(database);
    this.revocations = new PostgresTokenRevocations(database);
    this.spending = new PostgresSpendingLedger(database);
    this.offsets = new PostgresConsumerOffsets(database);
    this.contacts = new PostgresContactStore(database, directory, users);
    this.blocks = new PostgresBlockStore(database, users);
    this.userKeys = new PostgresUserKeys(database);
    this.profiles = new PostgresProfileStore(database);
    this.changes = new PostgresChangeFeed(database, conversationRows, rows);
    this.receipts = new PostgresReadReceiptStore(database, directory, users);
    this.messages =
        new PostgresMessageStore(
            new WaitingDrafts(pools.waitingDrafts()),
            pools.writerThreads(),
            new GroupCommit(pools.writers(), users, directory, afterCommit),
            database,
            rows);
    Optional<HikariDataSource> standbyPool = standby.map(ConnectionPools::standby);
    this.owned = Stream.concat(standbyPool.stream(), pools.owned().stream()).toList();
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
    return new PostgresStores(ConnectionPools.of(config), standby, afterCommit);
  }

  /** As {@link #open(DataSource, Executor)}, with nothing around what follows a commit. */
  public static PostgresStores open(DataSource lent) {
    return open(lent, Runnable::run);
  }

  /**
   * As {@link #open(PostgresConfig, Executor)}, on connections of somebody else, which stays open.
   * His timeouts hold, and his {@code synchronous_commit} for all but the messages themselves,
   * which are on disk once they are acknowledged.
   *
   * @param lent two connections of it are taken to store, one for each group of messages; the
   *     others are for all else
   */
  public static PostgresStores open(DataSource lent, Executor afterCommit) {
    return new PostgresStores(ConnectionPools.lent(lent), Optional.empty(), afterCommit);
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
  public MessageHistory shownHistory() {
    return shownHistory;
  }

  @Override
  public ConversationStore shownConversations() {
    return shownConversations;
  }

  @Override
  public MessageLog log() {
    return log;
  }

  @Override
  public MessageSearch search() {
    return search;
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

  /** For those who follow the log on one node of a cluster at a time. */
  public ConsumerOffsets offsets() {
    return offsets;
  }

  public ContactStore contacts() {
    return contacts;
  }

  public BlockStore blocks() {
    return blocks;
  }

  @Override
  public UserDirectory users() {
    return users;
  }

  /** For a host whose users have other keys than numbers. */
  public UserKeys userKeys() {
    return userKeys;
  }

  /** For a host without a table of users; {@link OwnProfiles} shows what is stored. */
  public ProfileStore profiles() {
    return profiles;
  }

  /**
   * Stores messages within transactions of the application, on connections to the same database
   * with auto commit off; at least READ COMMITTED.
   */
  public TransactionalAppend<Connection> transactions() {
    return transactions;
  }

  /** For monitoring. */
  public StoreStatistics statistics() {
    return new StoreStatistics(
        messages.waiting().size(),
        messages.waiting().capacity(),
        replica.map(ReadReplica::statistics));
  }

  /** Lets somebody measure the pools of connections; to be called once. */
  public void measurePools(MetricsTrackerFactory trackers) {
    owned.forEach(one -> one.setMetricsTrackerFactory(trackers));
  }

  /** The pool of all but the appends, for what lies outside the ports. */
  public DataSource dataSource() {
    return pool;
  }

  /** Stores what waits, for two seconds at most, then closes the pools that it has made. */
  @Override
  public void close() {
    messages.close();
    owned.forEach(HikariDataSource::close);
  }
}
