package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.postgres.Recount;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Schema;
import io.parley.testkit.fixture.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The service as a role that owns nothing, with what {@code deploy/postgres/grants.sql} grants it.
 */
@Timeout(180)
class RoleWithoutRightsTest {
  private final DatabaseRoles roles = new DatabaseRoles();

  @AfterEach
  void close() {
    roles.close();
  }

  private TestServer serve(String cluster) throws InterruptedException {
    return TestServer.node(
        roles.database(),
        Map.of(
            "DATABASE_URL",
            roles.serviceUrl(),
            "CHAT_CLUSTER",
            cluster,
            "CHAT_LIMIT_SENDS",
            "10:20"));
  }

  private static JavaClient connect(TestServer server, long user) throws Exception {
    return new JavaClient(server.address(), "upgrade", server.token(user)).connect();
  }

  @Test
  void givenGrantsOnly_whenANodeServes_thenTheChatWorks() throws Exception {
    Schema.migrate(roles.asOwner());
    roles.grant();

    try (LoggedErrors faults = LoggedErrors.andWarnings();
        TestServer server = serve("none")) {
      chat(server, server);

      assertThat(faults.all()).isEmpty();
    }
    assertThat(new Recount(Schema.unlimited(roles.asService())).check()).isEmpty();
  }

  @Test
  void givenGrantsOnly_whenTwoNodesServeWithTheDatabaseBetweenThem_thenTheChatWorks()
      throws Exception {
    Schema.migrate(roles.asOwner());
    roles.grant();

    try (LoggedErrors faults = LoggedErrors.andWarnings();
        TestServer one = serve("postgres");
        TestServer two = serve("postgres")) {
      chat(one, two);
      assertOnlineForEachOther(one, two);
      spendEnoughToTell(one.rest(5));

      assertThat(faults.all()).isEmpty();
    }
  }

  /** Everything that a service does with its database. */
  private static void chat(TestServer here, TestServer there) throws Exception {
    RestClient alice = here.rest(1);
    RestClient bob = there.rest(2);
    try (JavaClient socket = connect(there, 2)) {
      JsonNode sent = success(alice.send(2, "Merhaba \u0130stanbul"), 201).path("data");
      assertThat(socket.object("message_notification").getLong("messageId"))
          .isEqualTo(sent.path("id").asLong());
      assertThat(sent.path("receiver").path("name").asText()).isEqualTo("User 2");

      String conversation = "/api/chat/conversations/" + sent.path("conversation_id").asLong();
      String message = "/api/chat/messages/" + sent.path("id").asLong();
      assertThat(success(bob.get("/api/chat/unread-count"), 200).path("unreadCount").asInt())
          .isEqualTo(1);
      assertThat(success(bob.get("/api/chat/unread"), 200).path("data")).hasSize(1);
      success(bob.get(conversation + "/messages"), 200);
      success(bob.put(conversation + "/read"), 200);
      success(bob.get("/api/chat/conversations"), 200);
      assertThat(total(bob.get("/api/chat/search?q=merhaba"))).isEqualTo(1);
      assertThat(total(bob.get(conversation + "/search?q=merhaba"))).isEqualTo(1);
      success(alice.delete(message), 200);
      assertThat(total(bob.get("/api/chat/search?q=merhaba"))).isZero();
      success(alice.post(message + "/restore"), 200);
      success(bob.get("/api/chat/sync"), 200);
      assertThat(socket.data("sync", new JSONObject()).length()).isPositive();
    }
    RestClient admin = new RestClient(here.address(), TestServer.ADMIN_TOKEN);
    String revoked = here.token(9);
    assertThat(admin.post("/api/admin/users/9/disconnect").status()).isEqualTo(200);
    new RestClient(here.address(), revoked).awaitStatus("/api/chat/unread-count", 401);
  }

  private static JsonNode success(RestClient.Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer.json();
  }

  private static int total(RestClient.Answer answer) {
    return success(answer, 200).path("data").path("total").asInt();
  }

  private static void assertOnlineForEachOther(TestServer one, TestServer two) throws Exception {
    JSONObject both = new JSONObject(Map.of("userIds", new JSONArray(List.of(3, 4))));
    try (JavaClient here = connect(one, 3);
        JavaClient there = connect(two, 4)) {
      String online = "";
      long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
      while (!online.equals("[3,4]") && System.nanoTime() - giveUpAt < 0) {
        online = here.data("check_online", both).getJSONArray("onlineUsers").toString();
      }
      assertThat(online).isEqualTo("[3,4]");
      assertThat(there.isConnected()).isTrue();
    }
  }

  /** Sends until the other node is told of it. */
  private void spendEnoughToTell(RestClient sender) throws SQLException {
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    while (column("SELECT account FROM chat.spending").isEmpty()) {
      sender.send(6, "again and again");
      assertThat(System.nanoTime() - giveUpAt).as("nothing is told of what is spent").isNegative();
    }
  }

  @Test
  void givenGrants_whenTheSchemaIsLookedAt_thenNoTableIsForgottenAndNothingIsOwned()
      throws SQLException {
    Schema.migrate(roles.asOwner());
    roles.grant();

    assertThat(
            column(
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'chat'::regnamespace"
                    + " AND c.relkind IN ('r', 'p', 'v') AND NOT has_table_privilege('"
                    + roles.service()
                    + "', c.oid, 'SELECT')"))
        .isEmpty();
    assertThat(
            column(
                "SELECT what FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) what"
                    + " WHERE has_table_privilege('"
                    + roles.service()
                    + "', 'users', what)"))
        .as("rights on the host's users")
        .isEmpty();
    assertThat(
            column(
                "SELECT relname FROM pg_class WHERE relowner = '" + roles.service() + "'::regrole"))
        .isEmpty();
  }

  @Test
  void givenNoSchema_whenTheRoleServes_thenItIsSaidWhatToRun() {
    assertRefuses("permission denied for database");
  }

  @Test
  void givenMigrationThatIsMissing_whenTheRoleServes_thenItIsSaidWhatToRun() {
    Schema.migrate(roles.asOwner());
    roles.grant();
    roles
        .database()
        .run(
            "ALTER TABLE chat.messages DROP COLUMN flag CASCADE",
            "DELETE FROM chat.flyway_schema_history WHERE version = '11'");

    assertRefuses("must be owner of table messages");

    Schema.migrate(roles.asOwner());
    roles.grant();
    Schema.migrate(roles.asService());
  }

  @Test
  void givenNoGrants_whenTheRoleServes_thenItIsSaidWhatToRun() {
    Schema.migrate(roles.asOwner());

    assertRefuses("permission denied for schema chat");
  }

  @Test
  void givenDataFromAnotherDatabase_whenTheRoleServes_thenItIsSaidWhatToRun() {
    Schema.migrate(roles.asOwner());
    roles.grant();
    roles.database().run("UPDATE chat.xid_origin SET database = 'another'");

    assertRefuses("permission denied for table xid_origin");
  }

  private void assertRefuses(String reason) {
    assertThatThrownBy(() -> serve("none").close())
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll(
            "The role " + roles.service(),
            reason,
            "run ./chat migrate as the role that owns the schema",
            "deploy/postgres/grants.sql");
  }

  private List<String> column(String query) throws SQLException {
    try (Connection connection = roles.database().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
