package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
  private static final String NO_TOKEN =
      """
      {"error":"Unauthorized: No token provided","UA":false,"code":"no_token","requestId":"r-1"}""";
  private static final String INVALID_TOKEN =
      """
      {"error":"Unauthorized: Invalid token","UA":true,"code":"invalid_token","requestId":"r-1"}""";
  private static final String UNREAD_COUNT = "/api/chat/unread-count";

  private static RestServer server;

  @BeforeAll
  static void start() {
    server = RestServer.start();
    server.stored(aDraft().from(ALICE).to(BOB).build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Jetty may take a header for one that came before over the same connection. */
  @Test
  void givenTokenOnConnection_whenAnotherDiffersOnlyInCase_thenItIsNotTakenForTheFirst() {
    String good = FakeTokens.of(ALICE);
    String request = "GET " + UNREAD_COUNT + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ";

    Reply first =
        RawHttp.exchange(
            server.port(),
            (request + good + "\r\n\r\n").repeat(2)
                + request
                + good.toUpperCase(Locale.ROOT)
                + "\r\nConnection: close\r\n\r\n");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).containsOnlyOnce("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1 401");
  }

  static Stream<Arguments> endpoints() {
    return Stream.of(
        Arguments.of("POST", "/send"),
        Arguments.of("GET", "/conversations"),
        Arguments.of("GET", "/conversations/1/messages"),
        Arguments.of("PUT", "/conversations/1/read"),
        Arguments.of("GET", "/unread-count"),
        Arguments.of("GET", "/unread"),
        Arguments.of("GET", "/conversations/1/search?q=x"),
        Arguments.of("GET", "/search?q=x"),
        Arguments.of("DELETE", "/messages/1"),
        Arguments.of("POST", "/messages/1/restore"));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void givenNoOrBadToken_whenAnyEndpointIsCalled_thenUnauthorized(String method, String path) {
    HttpRequest.Builder none =
        server.anonymous("/api/chat" + path).method(method, BodyPublishers.ofString("{"));
    HttpRequest.Builder bad = none.copy().header("Authorization", "Bearer x");

    server.exchange(none).assertIs(401, NO_TOKEN);
    server.exchange(bad).assertIs(401, INVALID_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dTpw", "token-of-1", "Bearertoken-of-1"})
  void givenNoBearerToken_whenCalled_thenNoToken(String authorization) {
    server
        .exchange(server.anonymous(UNREAD_COUNT).header("Authorization", authorization).GET())
        .assertIs(401, NO_TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "session=token-of-2          | -                 | 1",
        "a=b; session=token-of-2; c  | -                 | 1",
        "p={\"a\":1,\"b\":[2]}; session=token-of-2 | -       | 1",
        "p=a b; session=token-of-2; q=a\\b=\"; é=é  | -     | 1",
        "-                           | Bearer token-of-2 | 1",
        "-                           | bearer token-of-2 | 1",
        "session=token-of-2          | Bearer token-of-1 | 1",
        "session=token-of-1          | Bearer token-of-2 | 0",
        "session=                    | Bearer token-of-2 | 1",
        "Session=token-of-1          | Bearer token-of-2 | 1",
      })
  void givenCookieOrHeader_whenCalled_thenTheCookieComesFirst(
      String cookie, String authorization, int unread) {
    HttpRequest.Builder request = server.anonymous(UNREAD_COUNT);
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }

    server
        .exchange(request.GET())
        .assertIs(200, "{\"success\":true,\"unreadCount\":" + unread + "}");
  }

  @Test
  void givenBadCookieAndGoodHeader_whenCalled_thenInvalid() {
    server
        .exchange(server.as(BOB, UNREAD_COUNT).header("Cookie", "session=x").GET())
        .assertIs(401, INVALID_TOKEN);
  }

  @Test
  void givenNoToken_whenUnknownPathOrMethod_thenThatIsSaid() {
    Reply unknownPath = server.exchange(server.anonymous("/api/chat/nothing").GET());
    Reply wrongMethod = server.exchange(server.anonymous("/api/chat/send").DELETE());

    unknownPath.assertIsError(404, "not_found", "There is nothing at this path");
    wrongMethod.assertIsError(405, "method_not_allowed", "This path does not support this method");
    assertThat(wrongMethod.header("Allow")).hasValue("POST");
  }

  @Test
  void givenHtmlClient_whenErrorsHappen_thenStillJson() {
    Reply unknownPath =
        server.exchange(server.anonymous("/nothing").header("Accept", "text/html").GET());
    Reply wrongMethod =
        server.exchange(server.anonymous("/api/chat/send").header("Accept", "text/html").DELETE());

    unknownPath.assertIsError(404, "not_found", "There is nothing at this path");
    wrongMethod.assertIsError(405, "method_not_allowed", "This path does not support this method");
    assertThat(wrongMethod.header("Allow")).hasValue("POST");
  }
}
