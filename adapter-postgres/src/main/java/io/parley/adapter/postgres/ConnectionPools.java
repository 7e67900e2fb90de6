package io.parley.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where connections come from, and what is set on each.
 *
 * @param writers appends never wait for a connection that a slow search holds
 * @param owned those that are ours, in the order in which they are closed
 */
record ConnectionPools(
    DataSource writers,
    DataSource others,
    List<HikariDataSource> owned,
    int writerThreads,
    int waitingDrafts) {

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

  /** The settings of these, which a connection that is only lent gets back as they were. */
  private static final List<String> SETTINGS =
      List.of("synchronous_commit", "plan_cache_mode", "enable_seqscan", "lock_timeout");

  /** Pools of our own; connections are made as they are needed. */
  static ConnectionPools of(PostgresConfig config) {
    var writers =
        pool(
            config,
            "chat-writers",
            config.writers(),
            DURABLE + ";" + PLAN_ONCE + ";" + LOCKS + ";");
    var others =
        pool(config, "chat-postgres", config.connections() - config.writers(), DURABLE + ";");
    return new ConnectionPools(
        writers, others, List.of(writers, others), config.writers(), config.waitingDrafts());
  }

  /** Connections of somebody else. */
  static ConnectionPools lent(DataSource lent) {
    return new ConnectionPools(
        new LentConnections(lent, SETTINGS, DURABLE + ";" + PLAN_ONCE + ";" + LOCKS),
        lent,
        List.of(),
        PostgresConfig.USUAL_WRITERS,
        PostgresConfig.USUAL_WAITING_DRAFTS);
  }

  /** Connections to a standby, which is only read. */
  static HikariDataSource standby(PostgresConfig config) {
    return pool(config, "chat-standby", config.connections(), "");
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

  private static HikariDataSource pool(
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
    return new HikariDataSource(hikari);
  }
}
