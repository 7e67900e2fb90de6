package io.parley.examples.h2;

import io.parley.domain.user.User;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** Stores on an empty database in memory that knows the fixture's users. */
final class H2Fixture implements AutoCloseable {
  private static final String OPTIONS = ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";

  private final JdbcConnectionPool pool;
  private final H2Stores stores;

  H2Fixture() {
    this("jdbc:h2:mem:" + UUID.randomUUID());
  }

  /** On the database of that address, which it makes if it is not there. */
  H2Fixture(String url) {
    pool = JdbcConnectionPool.create(url + OPTIONS, "chat", "");
    pool.setMaxConnections(40); // as many as the contracts have threads, so that none waits here
    stores = H2Stores.open(pool);
    if (stores.users().find(Set.of(Fixture.ALICE)).isEmpty()) {
      addUsers(Fixture.users());
    }
  }

  void addUsers(List<User> users) {
    try (Connection connection = pool.getConnection()) {
      for (User user : users) {
        Sql.update(
            connection,
            "INSERT INTO chat.users VALUES (?, ?, ?, ?, ?)",
            user.id().value(),
            user.name(),
            user.username(),
            user.profileName(),
            user.profilePhoto());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  H2Stores h2() {
    return stores;
  }

  Stores stores() {
    return Stores.of(stores);
  }

  JdbcConnectionPool pool() {
    return pool;
  }

  /** Ends the database, whose connections would keep it. */
  @Override
  public void close() {
    stores.close();
    try (Connection connection = pool.getConnection()) {
      Sql.update(connection, "SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.dispose();
    }
  }
}
