package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.domain.message.Message;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncRoutesTest {
  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode sync(String query) {
    Reply reply = server.get(BOB, "/api/chat/sync" + query);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    try {
      JsonNode body = new ObjectMapper().readTree(reply.body());
      assertThat(body.get("success").booleanValue()).isTrue();
      return body.get("data");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cursorOf(JsonNode data) {
    return data.get("nextCursor").textValue();
  }

  @Test
  void givenChangesSinceACursor_whenAsked_thenEachKindIsToldInItsShape() {
    Message old = server.stored(aDraft().from(ALICE).to(BOB).saying("old").build());
    Message back = server.stored(aDraft().from(ALICE).to(BOB).saying("back").build());
    server.stores.messages().delete(back.id());
    String cursor = cursorOf(sync(""));
    server.stores.messages().delete(old.id());
    server.stores.messages().restore(back.id());
    server.stored(aDraft().from(ALICE).to(BOB).saying("new").knownAs("c-1").build());
    server.stores.receipts().markRead(old.conversation(), BOB, Optional.empty());

    JsonNode data = sync("?cursor=" + cursor);

    assertThat(data.get("conversations").get(0).get("last_seq").longValue()).isEqualTo(3);
    assertThat(data.get("conversations").get(0).get("unread_count").longValue()).isZero();
    assertThat(data.get("messages")).hasSize(1);
    assertThat(data.get("messages").get(0).get("client_message_id").textValue()).isEqualTo("c-1");
    assertThat(data.get("messages").get(0).get("is_read").booleanValue()).isTrue();
    assertThat(data.get("deleted").toString())
        .isEqualTo(
            "[{\"conversationId\":1,\"id\":1,\"seq\":1,"
                + "\"updatedAt\":\"2026-01-02T03:04:05.679Z\"}]");
    assertThat(data.get("restored")).hasSize(1);
    assertThat(data.get("restored").get(0).get("content").textValue()).isEqualTo("back");
    assertThat(data.get("reads").toString())
        .isEqualTo(
            "[{\"conversationId\":1,\"userId\":2,\"upTo\":3,"
                + "\"readAt\":\"2026-01-02T03:04:05.678Z\"}]");
    assertThat(data.get("hasMore").booleanValue()).isFalse();
    assertThat(sync("?cursor=" + cursorOf(data)).get("conversations")).isEmpty();
  }

  @Test
  void givenMoreThanTheLimit_whenAsked_thenTheRestFollowsTheCursor() {
    String cursor = cursorOf(sync("?cursor="));
    for (int i = 0; i < 3; i++) {
      server.stored(aDraft().from(ALICE).to(BOB).saying("m" + i).build());
    }

    JsonNode first = sync("?limit=2&cursor=" + cursor);
    JsonNode second = sync("?limit=2&cursor=" + cursorOf(first));

    assertThat(first.get("messages")).hasSize(2);
    assertThat(first.get("hasMore").booleanValue()).isTrue();
    assertThat(second.get("messages")).hasSize(1);
    assertThat(second.get("hasMore").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "1_2_3", "%00"})
  void givenACursorThatIsNone_whenAsked_thenTheClientHasToBeginAnew(String cursor) {
    Reply reply = server.get(BOB, "/api/chat/sync?cursor=" + cursor);

    assertThat(reply.status()).isEqualTo(410);
    assertThat(reply.body()).contains("\"code\":\"resync_required\"");
  }

  @Test
  void givenAnotherUsersCursor_whenAsked_thenTheClientHasToBeginAnew() {
    String bobs = cursorOf(sync(""));

    assertThat(server.get(CAROL, "/api/chat/sync?cursor=" + bobs).status()).isEqualTo(410);
  }

  @Test
  void givenAnEndlessCursor_whenAsked_thenTheClientHasToBeginAnew() {
    assertThat(server.get(BOB, "/api/chat/sync?cursor=" + "x".repeat(5_000)).status())
        .isEqualTo(410);
  }
}
