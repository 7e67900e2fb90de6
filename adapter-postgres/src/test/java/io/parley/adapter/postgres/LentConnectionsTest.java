package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.parley.testkit.contract.MessageHistoryContract;
import io.parley.testkit.contract.MessageStoreContract;
import io.parley.testkit.contract.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores on the pool of an application that has settings of its own. */
class LentConnectionsTest implements MessageStoreContract, MessageHistoryContract {
  private static final int CONNECTIONS = 4;
  private static final List<String> SETTINGS =
      List.of("synchronous_commit", "plan_cache_mode", "enable_seqscan", "lock_timeout");

  private final PostgresFixture fixture = new PostgresFixture();
  private final HikariDataSource host = host(fixture.database());
  private final PostgresStores lent = PostgresStores.open(host, Runnable::run);

  private static HikariDataSource host(TestDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionInitSql("SET lock_timeout = '5s'; SET synchronous_commit = off");
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    lent.close();
    assertThat(host.isClosed()).isFalse();
    host.close();
    fixture.close();
  }

  @Override
  public Stores stores() {
    return PostgresFixture.stores(lent);
  }

  @Test
  void givenMessagesThatWereStored_whenTheHostUsesItsPool_thenItsConnectionsAreAsTheyWere()
      throws SQLException {
    List<String> before = settings();

    stores().send(ALICE, BOB, "one", "two");

    assertThat(settings()).isEqualTo(before);
  }

  /** Of all connections of the pool. */
  private List<String> settings() throws SQLException {
    List<Connection> all = new ArrayList<>();
    List<String> found = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Connection connection = host.getConnection();
        all.add(connection);
        found.add("auto commit " + connection.getAutoCommit());
        for (String setting : SETTINGS) {
          found.add(setting + " " + show(connection, setting));
        }
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
    return found;
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
