package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLogTest {
  private final LoggedLines lines = LoggedLines.of(RequestLog.class);
  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
    lines.close();
  }

  @Test
  void givenKnownCaller_whenAnswered_thenOneLineWithoutQueryAndToken() {
    server.get(ALICE, "/api/chat/search?q=secret");

    server.close();

    assertThat(lines.texts())
        .singleElement()
        .asString()
        .matches("GET /api/chat/search 200 \\d+ms client=127\\.0\\.0\\.1");
    assertThat(lines.fields()).containsExactly(Map.of("requestId", "r-1", "userId", "1"));
  }

  @Test
  void givenRequestsAboutAConversation_whenAnswered_thenTheLinesNameIt() {
    long id = server.stored(aDraft().from(ALICE).to(BOB).build()).conversation().value();

    server.get(ALICE, "/api/chat/conversations/" + id + "/messages");
    server.post(ALICE, "/api/chat/send", "{\"receiverId\":2,\"content\":\"secret\"}");

    server.close();

    assertThat(lines.fields())
        .hasSize(2)
        .containsOnly(
            Map.of("requestId", "r-1", "userId", "1", "conversationId", Long.toString(id)));
    assertThat(lines.texts()).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void givenNobody_whenAnswered_thenTheLineNamesWhyAndNoUser() {
    server.exchange(server.anonymous("/api/chat/unread").GET());

    server.close();

    assertThat(lines.fields()).containsExactly(Map.of("requestId", "r-1", "code", "no_token"));
  }

  @Test
  void givenHostilePath_whenAnswered_thenOneLine() {
    RawHttp.exchange(
        server.port(),
        "GET /%0a%0dERROR\u001b[31m HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    RawHttp.exchange(
        server.port(),
        "GET /%0a%0dERROR/"
            + "x".repeat(1_000)
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    server.close();

    assertThat(lines.texts())
        .allSatisfy(line -> assertThat(line).matches("[ -~]{1,400}"))
        .last()
        .asString()
        .startsWith("GET /%0a%0dERROR/xxx")
        .endsWith(" client=127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A.b_c-9",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void givenHarmlessRequestId_whenAnswered_thenItIsKept(String id) {
    Reply reply = called(id);

    assertThat(reply.header("X-Request-Id")).hasValue(id);
    assertThat(reply.body()).endsWith("\"requestId\":\"" + id + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\tb",
        "a;b",
        "<b>",
        "é",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void givenOtherRequestId_whenAnswered_thenOneIsMade(String id) {
    Reply reply = called(id);

    String made = reply.header("X-Request-Id").orElse("");
    assertThat(made).matches("[0-9a-f-]{36}");
    assertThat(reply.body()).endsWith("\"requestId\":\"" + made + "\"}");
  }

  private Reply called(String requestId) {
    return RawHttp.exchange(
        server.port(),
        "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: "
            + requestId
            + "\r\n\r\n");
  }

  @Test
  void givenToken_whenAnythingIsLogged_thenItIsNotThere() {
    server.get(ALICE, "/api/chat/unread");
    server.exchange(server.anonymous("/api/chat/unread").header("Cookie", "session=hidden").GET());

    server.close();

    List<String> texts = lines.texts();
    assertThat(texts)
        .hasSize(2)
        .noneMatch(line -> line.contains("token-of") || line.contains("hidden"));
  }
}
