package io.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.postgres.Recount;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.database.Schema;
import io.parley.domain.user.UserKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host whose users have UUIDs, in its table and in its tokens. */
@Timeout(180)
class UserKeysTest {
  private static final String ADA = "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11";
  private static final String BEN = "0d9e0f0e-5c1f-4f3a-8a77-9d6a2f6f1b22";
  private static final String CEM = "c2a7cbe2-7c1b-4a0e-b9c5-0e1b3f4d5a33";
  private static final Map<String, String> SETTINGS = Map.of("CHAT_USER_KEYS", "uuid");

  private static TestDatabase database;
  private static TestServer one;
  private static TestServer two;

  /** As docs/guides/own-users.md has it; two nodes. */
  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    database.run(
        "CREATE TABLE users (id uuid PRIMARY KEY, full_name varchar(200) NOT NULL,"
            + " handle varchar(50), closed_at timestamptz)",
        "INSERT INTO users VALUES ('" + ADA + "', 'Ada Lovelace', 'ada')",
        sql("before-the-keys.sql"));
    Schema.migrate(asTest());
    database.run(
        sql("keys-of-users.sql"),
        "INSERT INTO users VALUES ('" + BEN + "', 'Ben'), ('" + CEM + "', 'Cem')");
    one = TestServer.start(database, SETTINGS);
    two = TestServer.start(database, SETTINGS);
  }

  /** What operators are told to run. */
  private static String sql(String file) throws IOException {
    return Files.readString(Path.of("src", "test", "sql", file));
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
    database.close();
  }

  static String token(String key) {
    var secret = new HmacSecret(TestServer.SECRET.getBytes(UTF_8));
    return new JwtTokenIssuer(secret, Clock.systemUTC())
        .issue(new UserKey(key), Duration.ofHours(1));
  }

  private static RestClient rest(TestServer server, String key) {
    return new RestClient(server.address(), token(key));
  }

  private static long number(String key) {
    JsonNode found = rest(one, ADA).get("/api/chat/users?keys=" + key).json().path("data");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("key").asText()).isEqualTo(key);
    return found.get(0).path("id").asLong();
  }

  private static External asTest() {
    return new External(
        database.jdbcUrl(), database.user(), Optional.of(new Secret(database.password())));
  }

  private static JavaClient connect(String key) throws Exception {
    return new JavaClient(one.address(), "upgrade", token(key)).connect();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "websocket"})
  void givenTheJavaScriptClient_whenTwoChat_thenEachHearsTheOther(String mode) throws Exception {
    String other = mode.equals("default") ? BEN : CEM;

    NodeScript.run(
        "two-people.mjs",
        one.address().toString(),
        mode,
        Long.toString(number(ADA)),
        token(ADA),
        Long.toString(number(other)),
        token(other));
  }

  @Test
  void givenTheWebPage_whenSomebodySignsIn_thenItKnowsHisNumber() throws Exception {
    PageScript.require();
    String reader = "44444444-4444-4444-8444-444444444444";
    database.run("INSERT INTO users VALUES ('" + reader + "', 'Reader')");

    PageScript.run(
        "page-user-keys.mjs",
        one.address().toString(),
        token(reader),
        Long.toString(number(CEM)),
        token(reader) + "x");
  }

  @Test
  void givenTheJavaClient_whenTwoChatOverSocketsAndRest_thenAllIsTold() throws Exception {
    String ada = "11111111-1111-4111-8111-111111111111";
    String ben = "22222222-2222-4222-8222-222222222222";
    database.run(
        "INSERT INTO users VALUES ('" + ada + "', 'Ada'), ('" + ben + "', 'Ben the Younger')");
    try (JavaClient hers = connect(ada);
        JavaClient his = connect(ben)) {
      JSONObject sent =
          hers.data(
              "send_message",
              new JSONObject(Map.of("receiverId", number(ben), "content", "Hello, Ben")));
      assertThat(sent.getLong("senderId")).isEqualTo(number(ada));
      JSONObject told = his.object("message_notification");
      assertThat(told.getLong("from")).isEqualTo(number(ada));

      RestClient.Answer answer = rest(two, ben).send(number(ada), "Hello, Ada");
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      JsonNode message = answer.json().path("data");
      assertThat(message.path("sender").path("name").asText()).isEqualTo("Ben the Younger");
      assertThat(message.path("conversation_id").asLong())
          .isEqualTo(sent.getLong("conversationId"));

      JsonNode keys =
          rest(one, ada)
              .get("/api/chat/users?ids=" + number(ben) + "," + number(CEM))
              .json()
              .path("data");
      assertThat(keys).hasSize(1);
      assertThat(keys.get(0).path("key").asText()).isEqualTo(ben);
    }
    assertThat(new Recount(Schema.unlimited(asTest())).check()).isEmpty();
  }

  @Test
  void givenTokenOfTheWrongKind_whenShown_thenItIsRefusedAndNothingIsStored() throws Exception {
    for (String key : new String[] {"7", "ada", ADA + "0"}) {
      RestClient.Answer answer = rest(one, key).get("/api/chat/unread-count");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).contains("Unauthorized: Invalid token");
    }
    assertThat(new JavaClient(one.address(), "upgrade", token("7")).refusal())
        .isEqualTo("Authentication error: Invalid token");
    assertThat(rest(one, ADA).get("/api/chat/users?keys=7").status()).isEqualTo(400);
  }

  @Test
  void givenUserWhoIsInNoTable_whenHeCalls_thenHeReadsAndCannotWrite() {
    String nobody = "99999999-9999-4999-8999-999999999999";
    RestClient client = rest(one, nobody);

    assertThat(client.get("/api/chat/unread-count").status()).isEqualTo(200);
    assertThat(client.send(number(ADA), "Hi").body()).contains("sender_not_found");
    assertThat(rest(one, ADA).send(number(nobody), "Hi").body()).contains("receiver_not_found");
  }

  @Test
  void givenTheHost_whenItDisconnectsAUserByHisKey_thenHisTokensAreVoid() throws Exception {
    String banned = "33333333-3333-4333-8333-333333333333";
    database.run("INSERT INTO users VALUES ('" + banned + "', 'Banned')");
    RestClient client = rest(one, banned);
    assertThat(client.get("/api/chat/unread-count").status()).isEqualTo(200);
    try (JavaClient socket = connect(banned)) {
      RestClient.Answer answer =
          new RestClient(one.address(), TestServer.ADMIN_TOKEN)
              .post("/api/admin/users/" + banned + "/disconnect");

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      client.awaitStatus("/api/chat/unread-count", 401);
      assertThat(socket.disconnectReason()).isEqualTo("io server disconnect");
    }
  }
}
