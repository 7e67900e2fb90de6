package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.ProfileUpdate;
import io.parley.testkit.contract.ProfileStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresProfileStoreTest implements ProfileStoreContract {
  private final TestDatabase database = TestDatabase.create();
  private final PostgresStores stores = PostgresStores.open(database.config());

  @BeforeEach
  void migrate() {
    SchemaMigration.migrate(stores.dataSource());
    OwnProfiles.show(stores.dataSource());
  }

  @AfterEach
  void close() {
    stores.close();
    database.close();
  }

  @Override
  public ProfileStore profiles() {
    return stores.profiles();
  }

  @Override
  public UserDirectory directory() {
    return new PostgresUserDirectory(new Database(stores.dataSource()));
  }

  private String rowVersion() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT xmin, xmax, ctid FROM chat.profiles")) {
      row.next();
      return row.getString(1) + " " + row.getString(2) + " " + row.getString(3);
    }
  }

  @Test
  void givenProfile_whenTheSameIsSaidAgain_thenItsRowIsNotTouched() throws SQLException {
    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW)));
    String before = rowVersion();

    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW.plusSeconds(60))));

    assertThat(rowVersion()).isEqualTo(before);
  }

  @Test
  void givenOwnProfiles_whenShownAgain_thenNothingHappens() {
    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW)));

    OwnProfiles.show(stores.dataSource());

    assertThat(directory().find(Set.of(ALICE))).containsOnlyKeys(ALICE);
  }

  @Test
  void givenUsersOfTheHost_whenOwnProfilesAreToBeShown_thenTheyStay() throws Exception {
    try (TestDatabase hosts = TestDatabase.create();
        PostgresStores others = PostgresStores.open(hosts.config())) {
      SchemaMigration.migrate(others.dataSource());
      hosts.run("INSERT INTO users (id, name, username) VALUES (1, 'Alice', 'alice')");

      assertThatThrownBy(() -> OwnProfiles.show(others.dataSource()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("chat.user_profiles");

      assertThat(others.users().find(Set.of(ALICE))).containsOnlyKeys(ALICE);
    }
  }

  @Test
  void givenEmptyTableOfTheHost_whenOwnProfilesAreToBeShown_thenItsViewStays() throws Exception {
    try (TestDatabase hosts = TestDatabase.create();
        PostgresStores others = PostgresStores.open(hosts.config())) {
      hosts.run("CREATE TABLE users (id integer PRIMARY KEY, name text)");
      SchemaMigration.migrate(others.dataSource());

      assertThatThrownBy(() -> OwnProfiles.show(others.dataSource()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("chat.user_profiles");

      hosts.run("INSERT INTO users (id, name) VALUES (1, 'Alice')");
      assertThat(others.users().find(Set.of(ALICE))).containsOnlyKeys(ALICE);
    }
  }

  @Test
  void givenNoView_whenOwnProfilesAreToBeShown_thenItIsMade() {
    database.run("DROP VIEW chat.user_profiles");

    OwnProfiles.show(stores.dataSource());

    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW)));
    assertThat(directory().find(Set.of(ALICE))).containsOnlyKeys(ALICE);
  }
}
