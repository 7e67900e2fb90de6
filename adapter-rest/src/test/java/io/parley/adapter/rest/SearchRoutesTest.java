package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRoutesTest {
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "hello,Hello World;say HELLO",
    "%,100% sure",
    "_,snake_case",
    "l W,Hello World",
    "ısı,ısı 100 derece",
    "👋,wave 👋"
  })
  void givenMessages_whenSearched_thenSubstringsNewestFirst(String text, String found) {
    for (String content :
        List.of(
            "say HELLO", "Hello World", "100% sure", "snake_case", "ısı 100 derece", "wave 👋")) {
      server.stored(aDraft().saying(content).build());
    }
    String query = "?q=" + URLEncoder.encode(text.replace("l W", "o w"), StandardCharsets.UTF_8);

    Reply inConversation = server.get(ALICE, "/api/chat/conversations/1/search" + query);
    Reply everywhere = server.get(BOB, "/api/chat/search" + query);

    assertThat(contents(inConversation)).containsExactly(found.split(";"));
    assertThat(contents(everywhere)).containsExactly(found.split(";"));
  }

  /** As {@code curl} sends what was typed; bytes that are no UTF-8 find nothing. */
  @ParameterizedTest
  @CsvSource({
    "\u00c3\u00a9t\u00c3\u00a9,1",
    "%C3%A9t%c3%a9,1",
    "\u00c3\u00a9t%C3%A9,1",
    "\u00e9,0"
  })
  void givenBytesInQuery_whenSearched_thenTheyAreUtf8(String query, int found) {
    server.stored(aDraft().saying("l'\u00e9t\u00e9").build());

    Reply reply =
        RawHttp.exchange(
            server.port(),
            "GET /api/chat/search?q="
                + query
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + FakeTokens.of(ALICE)
                + "\r\n\r\n");

    assertThat(reply.body()).contains("\"total\":" + found + ",");
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void givenNothingFound_whenSearched_thenZeroPages() {
    server.stored(aDraft().build());
    String nothing =
        """
        {"success":true,"data":{"messages":[],"total":0,"page":1,"totalPages":0}}""";

    server.get(ALICE, "/api/chat/conversations/1/search?q=absent").assertIs(200, nothing);
    server.get(ALICE, "/api/chat/search?q=absent").assertIs(200, nothing);
    server.get(CAROL, "/api/chat/search?q=Hello").assertIs(200, nothing);
  }

  @Test
  void givenManyFound_whenPaged_thenTwentyByDefault() {
    for (int i = 0; i < 21; i++) {
      server.stored(aDraft().build());
    }

    Reply reply = server.get(ALICE, "/api/chat/search?q=hello");

    assertThat(contents(reply)).hasSize(20);
    assertThat(reply.body()).endsWith("],\"total\":21,\"page\":1,\"totalPages\":2}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?q=", "?q=%20%09", "?q", "?Q=hello", "?q=%00", "?q=%ED%A0%80", "?q=%FF"})
  void givenUnfitText_whenSearched_thenRefused(String query) {
    server.stored(aDraft().build());

    for (String path : List.of("/api/chat/conversations/1/search", "/api/chat/search")) {
      Reply reply = server.get(ALICE, path + query);

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body())
          .startsWith("{\"error\":\"q must ")
          .endsWith("\"code\":\"invalid_request\",\"requestId\":\"r-1\"}");
    }
  }

  @Test
  void givenLongText_whenSearched_thenRefusedWithItsLength() {
    server
        .get(ALICE, "/api/chat/search?q=" + "x".repeat(201))
        .assertIsError(400, "invalid_request", "q must have 1 to 200 characters, has 201");
  }

  private static List<String> contents(Reply reply) {
    return CONTENT.matcher(reply.body()).results().map(result -> result.group(1)).toList();
  }
}
