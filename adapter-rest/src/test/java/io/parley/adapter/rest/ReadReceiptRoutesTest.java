package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadReceiptRoutesTest {
  private static final String MARKED =
      """
      {"success":true,"message":"Messages marked as read"}""";

  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenUnread_whenAsked_thenCountsAndUsers() {
    server.stored(aDraft().from(ALICE).to(BOB).build());
    server.stored(aDraft().from(ALICE).to(BOB).build());

    server.get(BOB, "/api/chat/unread-count").assertIs(200, "{\"success\":true,\"unreadCount\":2}");
    server
        .get(BOB, "/api/chat/unread")
        .assertIs(
            200,
            """
            {"success":true,"data":[{"conversationId":1,"unreadCount":2,"otherUser":\
            {"id":1,"name":"Alice","username":"alice","profile_name":"Alice the 1.",\
            "profile_photo":"https://cdn.example/alice.png"}}]}""");
  }

  @Test
  void givenNothingUnread_whenAsked_thenZeroAndEmpty() {
    server
        .get(CAROL, "/api/chat/unread-count")
        .assertIs(200, "{\"success\":true,\"unreadCount\":0}");
    server.get(CAROL, "/api/chat/unread").assertIs(200, "{\"success\":true,\"data\":[]}");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("", 0),
        arguments("{}", 0),
        arguments("{\"upTo\":null}", 0),
        arguments("{\"upTo\":0}", 3),
        arguments("{\"upTo\":2}", 1),
        arguments("{\"upTo\":\"2\"}", 1),
        arguments("{\"upTo\":9223372036854775807}", 0));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void givenThreeUnread_whenMarked_thenTheRestIsUnread(String body, int unread) {
    for (int i = 0; i < 3; i++) {
      server.stored(aDraft().from(ALICE).to(BOB).build());
    }

    server.put(BOB, "/api/chat/conversations/1/read", body).assertIs(200, MARKED);

    server
        .get(BOB, "/api/chat/unread-count")
        .assertIs(200, "{\"success\":true,\"unreadCount\":" + unread + "}");
  }

  @Test
  void givenNoBodyAndNoContentType_whenMarked_thenEverythingIsRead() {
    server.stored(aDraft().from(ALICE).to(BOB).build());

    server.request(BOB, "PUT", "/api/chat/conversations/1/read").assertIs(200, MARKED);

    server.get(BOB, "/api/chat/unread-count").assertIs(200, "{\"success\":true,\"unreadCount\":0}");
  }
}
