package io.parley.adapter.postgres;

import io.parley.domain.user.User;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Fixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Stores on an empty database that knows the fixture's users. The tests of a run share it, one
 * after the other: emptying is cheaper than creating.
 */
public final class PostgresFixture implements AutoCloseable {
  private final TestDatabase database;
  private final PostgresStores stores;

  public PostgresFixture() {
    this(Shared.MIGRATED);
  }

  /** On a database that has the schema; empties it. */
  PostgresFixture(TestDatabase database) {
    this.database = database;
    database.run(
        "TRUNCATE chat.messages, chat.read_marks, chat.deleted_blocks, chat.message_changes, chat.participants, chat.conversations,"
            + " chat.contact_requests, chat.user_blocks"
            + " RESTART IDENTITY",
        "DELETE FROM users");
    addUsers(Fixture.users());
    this.stores = PostgresStores.open(database.config());
  }

  void addUsers(List<User> users) {
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO users (id, name, username, profile_name, profile_photo)"
                    + " VALUES (?, ?, ?, ?, ?)")) {
      for (User user : users) {
        insert.setLong(1, user.id().value());
        insert.setString(2, user.name());
        insert.setString(3, user.username());
        insert.setString(4, user.profileName());
        insert.setString(5, user.profilePhoto().orElse(null));
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public TestDatabase database() {
    return database;
  }

  PostgresStores postgres() {
    return stores;
  }

  public Stores stores() {
    return stores(stores);
  }

  static Stores stores(PostgresStores stores) {
    return Stores.of(stores);
  }

  @Override
  public void close() {
    stores.close();
  }

  private static final class Shared {
    static final TestDatabase MIGRATED = migrated();

    private static TestDatabase migrated() {
      TestDatabase database = newDatabase();
      Runtime.getRuntime().addShutdownHook(new Thread(database::close));
      return database;
    }
  }

  /** A database of its own that has the schema. */
  static TestDatabase newDatabase() {
    TestDatabase database = TestDatabase.create();
    try (PostgresStores stores = PostgresStores.open(database.config())) {
      SchemaMigration.migrate(stores.dataSource());
    }
    return database;
  }
}
