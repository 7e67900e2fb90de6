package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Carol must not learn that Alice and Bob talk, nor what ids their conversation has. */
class StrangerTest {
  private final RestServer server = RestServer.start();

  @BeforeEach
  void aliceAndBobTalk() {
    server.stored(aDraft().from(ALICE).to(BOB).saying("A secret").build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/conversations/{id}/messages,Conversation",
    "GET,/conversations/{id}/messages?before=5,Conversation",
    "GET,/conversations/{id}/messages?after=0,Conversation",
    "GET,/conversations/{id}/search?q=secret,Conversation",
    "PUT,/conversations/{id}/read,Conversation",
    "DELETE,/messages/{id},Message",
    "POST,/messages/{id}/restore,Message",
  })
  void givenStranger_whenAnythingIsTried_thenAsIfItDidNotExist(
      String method, String path, String what) {
    for (String id :
        new String[] {
          "1",
          "2",
          "999999",
          "9223372036854775807",
          "9223372036854775808",
          "0",
          "-1",
          "1.5",
          "1e0",
          "abc",
          "%32",
          "%EF%BC%91",
          "1%2F2",
          "+1"
        }) {
      Reply reply = server.request(CAROL, method, "/api/chat" + path.replace("{id}", id));

      reply.assertIsError(
          404,
          what.equals("Message") ? "message_not_found" : "conversation_not_found",
          what + " not found");
    }
    assertThat(server.notifier.events()).isEmpty();
  }

  @Test
  void givenStranger_whenOwnListsAreRead_thenTheyAreEmpty() {
    for (String path : new String[] {"/conversations", "/search?q=secret", "/unread"}) {
      Reply reply = server.get(CAROL, "/api/chat" + path);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).doesNotContain("secret").doesNotContain("Alice");
    }
    server
        .get(CAROL, "/api/chat/unread-count")
        .assertIs(200, "{\"success\":true,\"unreadCount\":0}");
  }

  @Test
  void givenStranger_whenHeadIsAsked_thenAlsoNotFound() {
    Reply reply = server.request(CAROL, "HEAD", "/api/chat/conversations/1/messages");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).isEmpty();
  }
}
