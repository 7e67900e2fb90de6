package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPolicyTest {
  private static final String PATH = "/api/chat/unread-count";

  private static RestServer server;

  @BeforeAll
  static void start() {
    server = RestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void givenAllowedOrigin_whenCalled_thenItMayReadTheAnswer() {
    Reply reply = server.exchange(server.as(ALICE, PATH).header("Origin", RestServer.ORIGIN).GET());

    assertThat(reply.status()).isEqualTo(200);
    assertAllowed(reply);
    assertThat(reply.header("Access-Control-Expose-Headers")).hasValue("X-Request-Id,Retry-After");
  }

  @Test
  void givenAllowedOrigin_whenAnErrorIsAnswered_thenItMayReadThatToo() {
    for (String path : List.of(PATH, "/nothing")) {
      Reply reply =
          server.exchange(server.anonymous(path).header("Origin", RestServer.ORIGIN).GET());

      assertThat(reply.status()).isBetween(401, 404);
      assertAllowed(reply);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://chat.example",
        "https://chat.example:8443",
        "https://chat.example.evil.example",
        "https://sub.chat.example",
        "https://chat.example/",
        "null",
        "*",
        "x"
      })
  void givenForeignOrigin_whenCalledOrPreflighted_thenNoPermission(String origin) {
    Reply answer = server.exchange(server.as(ALICE, PATH).header("Origin", origin).GET());
    Reply preflight = server.exchange(preflight(origin));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(preflight.status()).isEqualTo(204);
    for (Reply reply : List.of(answer, preflight)) {
      assertThat(reply.headers().map().keySet())
          .noneMatch(name -> name.startsWith("access-control-"));
      assertThat(reply.header("Vary")).hasValue("Origin");
    }
  }

  @Test
  void givenAllowedOrigin_whenPreflighted_thenWhatItAskedForIsAllowed() {
    Reply reply =
        server.exchange(
            preflight(RestServer.ORIGIN)
                .header("Access-Control-Request-Headers", "authorization,x-custom"));

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    assertAllowed(reply);
    assertThat(reply.header("Access-Control-Allow-Methods")).hasValue("GET,HEAD,POST,PUT,DELETE");
    assertThat(reply.header("Access-Control-Allow-Headers")).hasValue("authorization,x-custom");
    assertThat(reply.header("Access-Control-Max-Age")).hasValue("600");
  }

  @Test
  void givenNoOrigin_whenCalled_thenTheAnswerStillVaries() {
    Reply reply = server.get(ALICE, PATH);

    assertThat(reply.header("Vary")).hasValue("Origin");
    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "https://*.example", "chat.example", "https://h/path", "", "a,b"})
  void givenNoOrigin_whenConfigured_thenRefused(String origin) {
    assertThatThrownBy(() -> new CorsPolicy(List.of(origin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not an origin: " + origin);
  }

  private static HttpRequest.Builder preflight(String origin) {
    return server
        .anonymous(PATH)
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .method("OPTIONS", BodyPublishers.noBody());
  }

  private static void assertAllowed(Reply reply) {
    assertThat(reply.header("Access-Control-Allow-Origin")).hasValue(RestServer.ORIGIN);
    assertThat(reply.header("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(reply.header("Vary")).hasValue("Origin");
  }
}
