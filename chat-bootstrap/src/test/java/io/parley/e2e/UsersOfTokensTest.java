package io.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Schema;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host without a table of users: they are who their tokens say. */
@Timeout(180)
class UsersOfTokensTest {
  private static final Map<String, String> SETTINGS =
      Map.of("CHAT_USERS", "claims", "CHAT_USER_KEYS", "text");

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  private static String token(String key, String name, int secondsAgo) {
    Instant issued = Instant.now().minusSeconds(secondsAgo);
    return Jwts.builder()
        .subject(key)
        .claim("name", name)
        .claim("preferred_username", key.replace("auth0|", ""))
        .claim("picture", "https://cdn.example/" + name.length() + ".png")
        .issuedAt(Date.from(issued))
        .expiration(Date.from(issued.plusSeconds(3_600)))
        .signWith(Keys.hmacShaKeyFor(TestServer.SECRET.getBytes(UTF_8)), Jwts.SIG.HS256)
        .compact();
  }

  private static RestClient rest(TestServer server, String token) {
    return new RestClient(server.address(), token);
  }

  private static long number(RestClient client, String key) {
    return client
        .get("/api/chat/users?keys=" + key.replace("|", "%7C"))
        .json()
        .at("/data/0/id")
        .asLong();
  }

  @Test
  void givenNoTable_whenTwoComeWithTokens_thenTheyChatByTheirNames() throws Exception {
    String ada = token("auth0|ada", "Ada Lovelace", 60);
    String ben = token("auth0|ben", "Ben", 60);
    try (TestServer server = TestServer.start(database, SETTINGS);
        JavaClient his = new JavaClient(server.address(), "upgrade", ben).connect()) {
      RestClient hers = rest(server, ada);

      RestClient.Answer sent = hers.send(number(hers, "auth0|ben"), "Hello");

      assertThat(sent.status()).as(sent.body()).isEqualTo(201);
      JsonNode sender = sent.json().at("/data/sender");
      assertThat(sender.path("name").asText()).isEqualTo("Ada Lovelace");
      assertThat(sender.path("username").asText()).isEqualTo("ada");
      assertThat(sender.path("profile_photo").asText()).isEqualTo("https://cdn.example/12.png");
      JSONObject told = his.object("message_notification");
      assertThat(told.getLong("from")).isEqualTo(sender.path("id").asLong());
      assertThat(number(hers, "auth0|nobody")).as("nobody comes into being by a question").isZero();
    }
  }

  @Test
  void givenUser_whenHisNameChanges_thenTheNewestTokenCounts() throws Exception {
    String old = token("auth0|ada", "Ada", 600);
    String newer = token("auth0|ada", "Countess of Lovelace", 60);
    long ada;
    try (TestServer server = TestServer.start(database, SETTINGS)) {
      RestClient ben = rest(server, token("auth0|ben", "Ben", 60));
      ada = number(rest(server, old), "auth0|ada");
      assertThat(ben.send(ada, "Hello").json().at("/data/receiver/name").asText()).isEqualTo("Ada");

      assertThat(rest(server, newer).get("/api/chat/unread-count").status()).isEqualTo(200);
      assertThat(rest(server, old).get("/api/chat/unread-count").status()).isEqualTo(200);
    }
    // who starts anew remembers nobody
    try (TestServer server = TestServer.start(database, SETTINGS)) {
      assertThat(rest(server, old).get("/api/chat/unread-count").status()).isEqualTo(200);

      RestClient ben = rest(server, token("auth0|ben", "Ben", 60));

      assertThat(ben.send(ada, "Hello").json().at("/data/receiver/name").asText())
          .isEqualTo("Countess of Lovelace");
    }
  }

  @Test
  void givenHostWithUsers_whenTheyAreToComeFromTokens_thenItsViewStays() throws Exception {
    TestServer.start(database, Map.of()).close();
    TestServer.addUsers(database);

    assertThatThrownBy(() -> TestServer.start(database, SETTINGS).close())
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("CHAT_USERS=claims", "chat.user_profiles");

    try (TestServer server = TestServer.start(database, Map.of())) {
      assertThat(server.rest(1).send(2, "Hello").status()).isEqualTo(201);
    }
  }

  @Test
  void givenRoleWithoutRights_whenUsersComeFromTokens_thenTheOwnerHasToMakeTheViewOnce()
      throws Exception {
    try (DatabaseRoles roles = new DatabaseRoles()) {
      Schema.migrate(roles.asOwner());
      roles.grant();
      roles.database().run("DROP VIEW chat.user_profiles");
      Map<String, String> settings =
          Map.of(
              "DATABASE_URL", roles.serviceUrl(), "CHAT_USERS", "claims", "CHAT_USER_KEYS", "text");
      assertThatThrownBy(() -> TestServer.start(roles.database(), settings).close())
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("./chat migrate --users claims");

      Schema.showOwnProfiles(roles.asOwner());
      roles.grant();

      try (TestServer server = TestServer.start(roles.database(), settings)) {
        RestClient ada = rest(server, token("ada", "Ada", 60));
        RestClient ben = rest(server, token("ben", "Ben", 60));
        assertThat(ben.get("/api/chat/unread-count").status()).isEqualTo(200);
        assertThat(ada.send(number(ada, "ben"), "Hello").status()).isEqualTo(201);
      }
    }
  }
}
