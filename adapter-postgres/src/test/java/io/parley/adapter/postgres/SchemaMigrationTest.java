package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {
  private static final UserId SEVEN = new UserId(7);

  private final TestDatabase database = TestDatabase.create();
  private final PostgresStores stores = PostgresStores.open(database.config());

  @AfterEach
  void close() {
    stores.close();
    database.close();
  }

  private void oldSchema(String version) {
    Flyway.configure()
        .dataSource(stores.dataSource())
        .defaultSchema("chat")
        .locations("classpath:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private Optional<User> userSeven() {
    return Optional.ofNullable(stores.users().find(Set.of(SEVEN)).get(SEVEN));
  }

  @Test
  void givenEmptyDatabase_whenMigratedTwice_thenTheSecondRunHasNothingToDo() {
    assertThat(SchemaMigration.migrate(stores.dataSource())).isPositive();
    assertThat(SchemaMigration.migrate(stores.dataSource())).isZero();
  }

  @Test
  void givenBackupThatHoldsTheMessages_whenMigrated_thenOthersUseThemUntilItIsOver()
      throws Exception {
    oldSchema("10");
    try (Connection backup = database.connect();
        Connection old = database.connect();
        Statement statement = old.createStatement()) {
      backup.setAutoCommit(false);
      try (Statement reading = backup.createStatement()) {
        reading.execute("LOCK TABLE chat.messages IN ACCESS SHARE MODE");
      }
      statement.execute("SET statement_timeout = '10s'");
      CompletableFuture<Integer> migrated =
          CompletableFuture.supplyAsync(() -> SchemaMigration.migrate(stores.dataSource()));
      Instant end = Instant.now().plusSeconds(7); // it has come, given up, and come again
      while (Instant.now().isBefore(end)) {
        statement.execute("SELECT count(*) FROM chat.messages");
        assertThat(migrated).isNotDone();
      }
      backup.rollback();

      assertThat(migrated.get(60, TimeUnit.SECONDS)).isPositive();
    }
    assertThat(SchemaMigration.pending(stores.dataSource())).isZero();
  }

  @Test
  void givenNoUsersTable_whenMigrated_thenOneIsThere() {
    SchemaMigration.migrate(stores.dataSource());
    database.run("INSERT INTO users (id, name, username) VALUES (7, 'Seven', 'seven')");

    assertThat(userSeven()).contains(new User(SEVEN, "Seven", "seven", "", Optional.empty()));
  }

  @Test
  void givenHostsUsersTable_whenMigrated_thenItIsReadAndLeftAsItIs() {
    database.run(
        "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name varchar(50),"
            + " username varchar(50), profile_photo text)",
        "INSERT INTO users VALUES (7, 'seven@example.com', 'Seven', 'seven', 'https://x/7.png')");

    SchemaMigration.migrate(stores.dataSource());

    assertThat(userSeven())
        .contains(new User(SEVEN, "Seven", "seven", "", Optional.of("https://x/7.png")));
  }

  @Test
  void givenHostsOwnView_whenMigrated_thenUsersAreReadThroughIt() {
    database.run(
        "CREATE SCHEMA chat",
        "CREATE TABLE accounts (number bigint PRIMARY KEY, nick text)",
        "INSERT INTO accounts VALUES (7, 'Siebte')",
        "CREATE VIEW chat.user_profiles AS SELECT number AS id, nick AS name, nick AS username,"
            + " NULL::text AS profile_name, NULL::text AS profile_photo FROM accounts");

    SchemaMigration.migrate(stores.dataSource());

    assertThat(userSeven().map(User::name)).contains("Siebte");
  }

  @Test
  void givenChatsOfAnEarlierVersion_whenMigrated_thenNoCountIsWrong() {
    oldSchema("1");
    database.run(
        "INSERT INTO chat.conversations (participant_1_id, participant_2_id, last_seq, message_count,"
            + " last_message_at) VALUES (1, 2, 2500, 1250, now())",
        "INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,"
            + " created_at, updated_at, deleted_at) SELECT 1, n, 1, 2, 'text', now(), now(),"
            + " CASE WHEN n % 2 = 0 THEN now() END FROM generate_series(1, 2500) n",
        "INSERT INTO chat.participants (conversation_id, user_id, read_seq, unread_count)"
            + " VALUES (1, 1, 0, 0), (1, 2, 500, 1000)");

    SchemaMigration.migrate(stores.dataSource());

    assertThat(new Recount(stores.dataSource()).check()).isEmpty();
  }

  @Test
  void givenUsersWithoutIntegerIds_whenMigrated_thenTheReasonAndTheWayOutAreSaid() {
    database.run("CREATE TABLE users (id uuid PRIMARY KEY, name text)");

    assertThatThrownBy(() -> SchemaMigration.migrate(stores.dataSource()))
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("no integer column \"id\" (found: uuid)")
        .hasMessageContaining("chat.user_profiles");
  }
}
