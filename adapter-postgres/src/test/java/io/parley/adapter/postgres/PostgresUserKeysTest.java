package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.port.UserKeys;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.testkit.contract.UserKeysContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a host whose users have UUIDs, and with one whose users have texts. */
@Timeout(120)
class PostgresUserKeysTest implements UserKeysContract {
  private static final String UUIDS =
      "CREATE TABLE accounts (account_id uuid PRIMARY KEY, full_name text NOT NULL, closed_at"
          + " timestamptz)";

  private static final String VIEW_OF_UUIDS =
      """
      CREATE OR REPLACE VIEW chat.user_profiles AS
      SELECT k.id, a.full_name AS name, NULL::text AS username, NULL::text AS profile_name,
             NULL::text AS profile_photo
      FROM chat.user_keys k
      JOIN accounts a ON a.account_id = k.uuid
      WHERE a.closed_at IS NULL
      """;

  private static final String TRIGGER_ON_UUIDS =
      "CREATE TRIGGER chat_user_key AFTER INSERT ON accounts"
          + " FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('account_id')";

  private static final String BACKFILL_OF_UUIDS =
      "INSERT INTO chat.user_keys (key) SELECT account_id::text FROM accounts ON CONFLICT DO"
          + " NOTHING";

  private final TestDatabase database = TestDatabase.create();
  private final PostgresStores one = PostgresStores.open(database.config());
  private final PostgresStores two = PostgresStores.open(database.config());

  @BeforeEach
  void migrate() {
    SchemaMigration.migrate(one.dataSource());
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    database.close();
  }

  @Override
  public List<UserKeys> nodes() {
    return List.of(one.userKeys(), two.userKeys());
  }

  private Optional<String> nameOf(UserId id) {
    return Optional.ofNullable(one.users().find(Set.of(id)).get(id)).map(User::name);
  }

  /** The number that the host has given it. */
  private UserId number(UserKey key) {
    Map<UserKey, UserId> found = two.userKeys().find(Set.of(key));
    assertThat(found).containsOnlyKeys(key);
    return found.values().iterator().next();
  }

  @Test
  void givenAccountsWithUuids_whenMapped_thenOldAndNewOnesHaveNumbersAndAreFound() {
    database.run(
        UUIDS,
        "INSERT INTO accounts VALUES ('" + ADA.text() + "', 'Ada')",
        TRIGGER_ON_UUIDS,
        BACKFILL_OF_UUIDS,
        VIEW_OF_UUIDS);
    UserKey later = new UserKey("00000000-0000-4000-8000-00000000abcd");
    database.run("INSERT INTO accounts VALUES ('" + later.text() + "', 'Later')");

    assertThat(nameOf(number(ADA))).contains("Ada");
    assertThat(nameOf(number(later))).contains("Later");
  }

  @Test
  void givenAccountsWithTexts_whenMapped_thenTheyAreFound() {
    database.run(
        "CREATE TABLE people (code varchar(40) PRIMARY KEY, name text)",
        "CREATE TRIGGER chat_user_key AFTER INSERT ON people"
            + " FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('code')",
        "CREATE OR REPLACE VIEW chat.user_profiles AS SELECT k.id, p.name, NULL::text AS username,"
            + " NULL::text AS profile_name, NULL::text AS profile_photo"
            + " FROM chat.user_keys k JOIN people p ON p.code = k.key",
        "INSERT INTO people VALUES ('01HZX|a', 'Ada')");

    assertThat(nameOf(number(new UserKey("01HZX|a")))).contains("Ada");
  }

  @Test
  void givenTokenBeforeTheAccount_whenTheAccountIsInserted_thenItHasThatNumber() {
    UserId number = one.userKeys().assign(ADA);
    database.run(UUIDS, TRIGGER_ON_UUIDS, VIEW_OF_UUIDS);
    assertThat(nameOf(number)).isEmpty();

    database.run("INSERT INTO accounts VALUES ('" + ADA.text() + "', 'Ada')");

    assertThat(nameOf(number)).contains("Ada");
    assertThat(two.userKeys().find(Set.of(ADA))).isEqualTo(Map.of(ADA, number));
  }

  @Test
  void givenKeysThatAreNoUuids_whenUsersAreListed_thenTheyDisturbNobody() throws SQLException {
    database.run(UUIDS, TRIGGER_ON_UUIDS, VIEW_OF_UUIDS);
    database.run("INSERT INTO accounts VALUES ('" + ADA.text() + "', 'Ada')");
    Map<UserKey, UserId> unused =
        one.userKeys().assign(Set.of(BEN, CEM, new UserKey(ADA.text() + "0")));

    assertThat(lines("SELECT name FROM chat.user_profiles")).containsExactly("Ada");
  }

  @Test
  void givenConversationsOfNumbers_whenKeysAreAssigned_thenNobodyInheritsThem() {
    database.run(
        "INSERT INTO chat.conversations (participant_1_id, participant_2_id) VALUES (1, 2), (2, 4)",
        "INSERT INTO chat.participants (conversation_id, user_id) VALUES (1, 1), (1, 2), (2, 2),"
            + " (2, 4)",
        "INSERT INTO chat.user_keys (id, key) VALUES (4, 'four'), (5, 'five')");

    Map<UserKey, UserId> numbers = one.userKeys().assign(Set.of(ADA, BEN));

    assertThat(numbers.values()).containsExactlyInAnyOrder(new UserId(3), new UserId(6));
  }

  @Test
  void givenRoleOfTheHostWithoutRights_whenItInserts_thenTheKeyHasANumber() {
    database.run(UUIDS, TRIGGER_ON_UUIDS, VIEW_OF_UUIDS);
    String role = "host_" + ProcessHandle.current().pid();
    database.run("CREATE ROLE " + role, "GRANT INSERT ON accounts TO " + role);
    try {
      database.run("SET ROLE " + role, "INSERT INTO accounts VALUES ('" + ADA.text() + "', 'Ada')");
    } finally {
      database.run("DROP OWNED BY " + role, "DROP ROLE " + role);
    }

    assertThat(one.userKeys().find(Set.of(ADA))).containsOnlyKeys(ADA);
  }

  @Test
  void givenTriggerThatNamesNoColumn_whenARowIsInserted_thenItIsSaidWhatIsWrong() {
    database.run(
        UUIDS,
        "CREATE TRIGGER chat_user_key AFTER INSERT ON accounts"
            + " FOR EACH ROW EXECUTE FUNCTION chat.add_user_key('id')");

    assertThatThrownBy(
            () -> database.run("INSERT INTO accounts VALUES ('" + ADA.text() + "', 'Ada')"))
        .hasMessageContaining("chat.add_user_key needs the name of a column of public.accounts");
  }

  @Test
  void givenManyAccounts_whenUsersAreLookedUp_thenEachIsTwoLookupsByIndex() throws SQLException {
    database.run(
        UUIDS,
        "INSERT INTO accounts SELECT gen_random_uuid(), 'User ' || n FROM generate_series(1, 20000)"
            + " n",
        BACKFILL_OF_UUIDS,
        VIEW_OF_UUIDS,
        "ANALYZE accounts",
        "ANALYZE chat.user_keys");

    String plan =
        String.join(
            "\n",
            lines(
                "EXPLAIN SELECT * FROM chat.user_profiles WHERE id = ANY ('{17,4711}'::bigint[])"));

    assertThat(plan)
        .contains("user_keys_pkey", "accounts_pkey", "Nested Loop")
        .doesNotContain("Seq Scan", "Hash");
  }

  private List<String> lines(String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }
}
