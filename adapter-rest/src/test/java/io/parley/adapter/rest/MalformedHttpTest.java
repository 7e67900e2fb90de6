package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.fixture.Fixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that the server below the routes refuses, or that no proper client would send. */
class MalformedHttpTest {
  private static final String END = "\r\nHost: x\r\nConnection: close\r\n\r\n";
  private static final String AUTHORIZED =
      "\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
          + FakeTokens.of(Fixture.ALICE)
          + "\r\n";
  private static final String SEND =
      "POST /api/chat/send HTTP/1.1" + AUTHORIZED + "Content-Type: application/json\r\n";

  private static RestServer server;

  @BeforeAll
  static void start() {
    server = RestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        request("garbage", "garbage\r\n\r\n", 400, "malformed_request"),
        request("no version", "GET /" + END, 505, "http_version_not_supported"),
        request("old version", "GET / HTTP/0.9" + END, 505, "http_version_not_supported"),
        request("future version", "GET / HTTP/9.9" + END, 505, "http_version_not_supported"),
        request("no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "malformed_request"),
        request("NUL in path", "GET /%00 HTTP/1.1" + END, 400, "malformed_request"),
        request("bad escape in path", "GET /api/chat/%ZZ HTTP/1.1" + END, 400, "malformed_request"),
        request(
            "bad escape in id",
            "GET /api/chat/conversations/%ZZ/messages HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "malformed_request"),
        request(
            "broken UTF-8 in id",
            "GET /api/chat/conversations/%FF/messages HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "malformed_request"),
        request(
            "bytes in id",
            "GET /api/chat/conversations/\u00ff/messages HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "malformed_request"),
        request(
            "bad escape in query",
            "GET /api/chat/search?q=%ZZ HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "invalid_request"),
        request(
            "cut escape in query",
            "GET /api/chat/search?q=%E HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "invalid_request"),
        request(
            "UTF-16 escape in query",
            "GET /api/chat/search?q=%u0041 HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "invalid_request"),
        request(
            "UTF-16 escape in id",
            "GET /api/chat/conversations/%u0031/messages HTTP/1.1" + AUTHORIZED + "\r\n",
            400,
            "malformed_request"),
        request(
            "content type without a value",
            "GET /api/chat/search?q=%ZZ HTTP/1.1" + AUTHORIZED + "Content-Type: x; charset\r\n\r\n",
            400,
            "invalid_request"),
        request("path up", "GET /api/../../etc/passwd HTTP/1.1" + END, 400, "malformed_request"),
        request("encoded path up", "GET /api/%2e%2e/x HTTP/1.1" + END, 404, "not_found"),
        request("path parameter", "GET /api/chat/unread;x=1 HTTP/1.1" + END, 404, "not_found"),
        request("encoded slash", "GET /api%2fchat/unread HTTP/1.1" + END, 404, "not_found"),
        request("authority", "GET http://[ HTTP/1.1" + END, 400, "malformed_request"),
        request("long URI", "GET /" + "x".repeat(20_000) + " HTTP/1.1" + END, 414, "uri_too_long"),
        request(
            "large headers",
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
            431,
            "headers_too_large"),
        request(
            "bad header", "GET / HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n", 400, "malformed_request"),
        request("unknown method", "FOO /api/chat/unread HTTP/1.1" + END, 405, "method_not_allowed"),
        request("trace", "TRACE /api/chat/unread HTTP/1.1" + END, 405, "method_not_allowed"),
        request("bad length", SEND + "Content-Length: x\r\n\r\n{}", 400, "malformed_request"),
        request("negative length", SEND + "Content-Length: -1\r\n\r\n{}", 400, "malformed_request"),
        request(
            "two lengths",
            SEND + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            400,
            "malformed_request"),
        request(
            "length and chunks",
            SEND + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
            "malformed_request"),
        request(
            "bad chunk",
            SEND + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
            400,
            "malformed_request"),
        request(
            "bad cookie",
            "GET /api/chat/unread HTTP/1.1"
                + AUTHORIZED
                + "Cookie: session=\u0001\"; =; ;;session\r\n\r\n",
            400,
            "malformed_request"),
        request(
            "socket that nobody serves",
            String.join(
                "\r\n",
                "GET /api/chat/unread HTTP/1.1",
                "Host: x",
                "Connection: Upgrade, close",
                "Upgrade: websocket",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "",
                ""),
            404,
            "not_found"),
        request(
            "socket version alone",
            "GET /api/chat/unread HTTP/1.1" + AUTHORIZED + "Sec-WebSocket-Version: x\r\n\r\n",
            404,
            "not_found"));
  }

  private static Arguments request(String what, String request, int status, String code) {
    return Arguments.of(what, request, status, code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void givenMalformedRequest_whenSent_thenJsonErrorAndNoHtml(
      String what, String request, int status, String code) {
    Reply reply = RawHttp.exchange(server.port(), request);

    assertThat(reply.body())
        .as(what)
        .startsWith("{\"error\":\"")
        .contains("\",\"code\":\"" + code + "\",\"requestId\":\"")
        .endsWith("\"}");
    assertThat(reply.status()).isEqualTo(status);
    reply.assertIsJson();
  }
}
