package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages may act by the cookie that a browser sends for them. */
class CookieGuardTest {
  private static final String REFUSAL = "Pages of this origin may not act by the session cookie";
  private static final String BODY = "{\"receiverId\":2,\"content\":\"hello\"}";

  private static RestServer server;
  private static long message;

  @BeforeAll
  static void start() {
    server = RestServer.start();
    message = server.stored(aDraft().from(ALICE).to(BOB).build()).id().value();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, 201",
        "-, none, 201",
        "-, same-origin, 201",
        "-, same-site, 201",
        "-, cross-site, 403",
        "-, Cross-Site, 403",
        "https://chat.example, -, 201",
        "https://chat.example, same-site, 201",
        "https://chat.example, cross-site, 201",
        "https://evil.example, -, 403",
        "https://front.example, same-origin, 201",
        "https://chat.example.evil.example, cross-site, 403",
        "http://chat.example, -, 403",
        "null, -, 403",
        "null, same-origin, 201",
      })
  void givenCookie_whenAPageSends_thenItCountsForFriendsOnly(
      String origin, String site, int status) {
    HttpRequest.Builder request = byCookie("/api/chat/send");
    if (origin != null) {
      request.header("Origin", origin);
    }
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }

    Reply reply = server.exchange(RestServer.json(request).POST(BodyPublishers.ofString(BODY)));

    if (status == 403) {
      reply.assertIsError(403, "foreign_origin", REFUSAL);
    }
    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void givenCookie_whenAPageOfTheServiceItselfSends_thenItCounts() {
    String own = "http://127.0.0.1:" + server.port();

    Reply reply =
        server.exchange(
            RestServer.json(byCookie("/api/chat/send").header("Origin", own))
                .POST(BodyPublishers.ofString(BODY)));

    assertThat(reply.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({"PUT, /api/chat/conversations/1/read", "DELETE, /api/chat/messages/"})
  void givenCookie_whenAForeignPageChangesAnything_thenRefused(String method, String path) {
    Reply reply =
        server.exchange(
            byCookie(method.equals("DELETE") ? path + message : path)
                .header("Origin", "https://evil.example")
                .method(method, BodyPublishers.noBody()));

    reply.assertIsError(403, "foreign_origin", REFUSAL);
  }

  @Test
  void givenCookie_whenAForeignPageReads_thenItsBrowserKeepsTheAnswer() {
    Reply reply =
        server.exchange(
            byCookie("/api/chat/unread-count").header("Origin", "https://evil.example").GET());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(reply.header("Cross-Origin-Resource-Policy")).hasValue("same-origin");
  }

  @Test
  void givenForeignOrigin_whenTheTokenIsInTheHeader_thenThatOneCounts() {
    HttpRequest.Builder request =
        server
            .as(BOB, "/api/chat/send")
            .header("Cookie", "session=" + FakeTokens.of(ALICE))
            .header("Origin", "https://evil.example");

    Reply reply =
        server.exchange(
            RestServer.json(request)
                .POST(BodyPublishers.ofString("{\"receiverId\":1,\"content\":\"hello\"}")));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body()).contains("\"sender_id\":2");
  }

  private static HttpRequest.Builder byCookie(String path) {
    return server.anonymous(path).header("Cookie", "session=" + FakeTokens.of(ALICE));
  }
}
