package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryTokenRevocations;
import io.parley.adapter.memory.MemoryUserKeys;
import io.parley.application.access.RevokeTokens;
import io.parley.domain.port.TokenRevocations;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRoutesTest {
  private static final String PATH = "/api/admin/users/1/disconnect";
  private static final String CREDENTIAL = "a-credential-of-the-host-for-tests";

  private final TokenRevocations revocations = new MemoryTokenRevocations();
  private final List<String> levels = new CopyOnWriteArrayList<>();
  private final RestServer server =
      RestServer.start(
          new Parts()
              .admin(
                  new AdminAccess(
                      CREDENTIAL,
                      new RevokeTokens(revocations, Clock.fixed(RestServer.NOW, ZoneOffset.UTC)),
                      (logger, level) -> levels.add(logger + " " + level))));

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply post(String path, String json) {
    return server.exchange(
        RestServer.json(server.anonymous(path))
            .header("Authorization", "Bearer " + CREDENTIAL)
            .POST(BodyPublishers.ofString(json)));
  }

  private Map<?, Instant> held() {
    return revocations.since(TokenRevocations.BEGINNING).notBefore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"notBefore\":null}"})
  void givenNoMoment_whenAUserIsDisconnected_thenHisTokensUntilNowAreVoid(String body) {
    Reply reply = post(PATH, body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "{\"success\":true,\"message\":\"User disconnected\",\"data\":{\"userId\":1,"
                + "\"notBefore\":\"2026-01-02T03:04:05.678Z\"}}");
    assertThat(held()).isEqualTo(Map.of(ALICE, RestServer.NOW));
  }

  @Test
  void givenAMomentThatHasPassed_whenAUserIsDisconnected_thenItHolds() {
    Reply reply = post(PATH, "{\"notBefore\":\"2026-01-01T00:00:00Z\"}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(held()).isEqualTo(Map.of(ALICE, Instant.parse("2026-01-01T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/admin/users/1/disconnect  | {\"notBefore\":\"2026-01-02T03:05:06Z\"} | notBefore must"
            + " not be in the future",
        "/api/admin/users/1/disconnect  | {\"notBefore\":\"yesterday\"} | notBefore must be a time",
        "/api/admin/users/1/disconnect  | {\"notBefore\":7}             | notBefore must be a"
            + " string",
        "/api/admin/users/1/disconnect  | [7]                           | must be a JSON object",
        "/api/admin/users/0/disconnect  | {}                            | id must be a positive"
            + " integer",
        "/api/admin/users/me/disconnect | {}                            | id must be a positive"
            + " integer",
      })
  void givenBadInput_whenAUserIsDisconnected_thenItIsRefused(
      String path, String body, String error) {
    Reply reply = post(path, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains(error);
    assertThat(held()).isEmpty();
  }

  @Test
  void givenNoCredential_whenAUserIsDisconnected_thenItIsRefused() {
    Reply reply = server.exchange(server.anonymous(PATH).POST(BodyPublishers.noBody()));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).contains("No token provided");
    assertThat(held()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-credential-of-the-host-for-test",
        "a-credential-of-the-host-for-tests ,",
        "A-credential-of-the-host-for-tests",
        "1"
      })
  void givenAnotherCredential_whenAUserIsDisconnected_thenItIsRefused(String other) {
    Reply reply =
        server.exchange(
            server
                .anonymous(PATH)
                .header("Authorization", "Bearer " + other)
                .POST(BodyPublishers.noBody()));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).contains("Invalid token");
    assertThat(held()).isEmpty();
  }

  @Test
  void givenAUsersToken_whenAUserIsDisconnected_thenItIsRefused() {
    assertThat(server.post(ALICE, PATH, "{}").status()).isEqualTo(401);
    assertThat(held()).isEmpty();
  }

  @Test
  void givenTheCredentialAsACookie_whenAUserIsDisconnected_thenItIsRefused() {
    Reply reply =
        server.exchange(
            server
                .anonymous(PATH)
                .header("Cookie", "session=" + CREDENTIAL)
                .POST(BodyPublishers.noBody()));

    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void givenAServiceWithoutAdminAccess_whenAUserIsDisconnected_thenThereIsNothing() {
    try (RestServer without = RestServer.start()) {
      Reply reply =
          without.exchange(
              without
                  .anonymous(PATH)
                  .header("Authorization", "Bearer " + CREDENTIAL)
                  .POST(BodyPublishers.noBody()));

      assertThat(reply.status()).isEqualTo(404);
    }
  }

  private Reply putLevel(String json) {
    return server.exchange(
        RestServer.json(server.anonymous("/api/admin/log-level"))
            .header("Authorization", "Bearer " + CREDENTIAL)
            .PUT(BodyPublishers.ofString(json)));
  }

  @ParameterizedTest
  @CsvSource({
    "io.parley, debug",
    "io.parley.adapter.redis, WARN",
    "io.parley.adapter.websocket.event.ChatEvents, trace"
  })
  void givenLogger_whenItsLevelIsSet_thenItHolds(String logger, String level) {
    Reply reply = putLevel("{\"logger\":\"" + logger + "\",\"level\":\"" + level + "\"}");

    reply.assertIs(
        200,
        "{\"success\":true,\"message\":\"Log level set\",\"data\":{\"logger\":\""
            + logger
            + "\",\"level\":\""
            + level.toLowerCase(Locale.ROOT)
            + "\"}}");
    assertThat(levels).containsExactly(logger + " " + level.toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"logger\":\"org.eclipse.jetty\",\"level\":\"debug\"} | logger must be io.parley or",
        "{\"logger\":\"ROOT\",\"level\":\"debug\"}              | logger must be io.parley or",
        "{\"logger\":\"io.parleys\",\"level\":\"debug\"}        | logger must be io.parley or",
        "{\"logger\":\"io.parley\\n\",\"level\":\"debug\"}       | logger must be io.parley or",
        "{\"level\":\"debug\"}                                | logger must be io.parley or",
        "{\"logger\":\"io.parley\",\"level\":\"loud\"}          | level must be error",
        "{\"logger\":\"io.parley\"}                           | level must be error",
        "{\"logger\":7,\"level\":\"debug\"}                     | logger must be a string",
        "{}                                                 | logger must be io.parley or",
      })
  void givenBadInput_whenALevelIsSet_thenItIsRefused(String body, String error) {
    Reply reply = putLevel(body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).contains(error);
    assertThat(levels).isEmpty();
  }

  @Test
  void givenAUsersToken_whenALevelIsSet_thenItIsRefused() {
    Reply reply =
        server.put(ALICE, "/api/admin/log-level", "{\"logger\":\"io.parley\",\"level\":\"debug\"}");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(levels).isEmpty();
  }

  @Test
  void givenHostWithKeys_whenItDisconnectsAUserWhoIsNewHere_thenHisTokensAreVoid() {
    MemoryUserKeys keys = new MemoryUserKeys();
    var revoke = new RevokeTokens(revocations, Clock.fixed(RestServer.NOW, ZoneOffset.UTC));
    try (RestServer withKeys =
        RestServer.start(
            new Parts()
                .keys(UserKeyForm.TEXT, keys)
                .admin(new AdminAccess(CREDENTIAL, revoke, (logger, level) -> {})))) {
      Reply reply =
          withKeys.exchange(
              RestServer.json(withKeys.anonymous("/api/admin/users/auth0%7Cada/disconnect"))
                  .header("Authorization", "Bearer " + CREDENTIAL)
                  .POST(BodyPublishers.noBody()));

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      UserKey ada = new UserKey("auth0|ada");
      assertThat(held()).isEqualTo(Map.of(keys.find(Set.of(ada)).get(ada), RestServer.NOW));
    }
  }
}
