package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who ask before they write, and who block each other, with the official client. */
@Timeout(180)
class ContactsTest {
  private static final String REFUSAL = "Chat not allowed. Please send a chat request first.";
  private static final Map<String, String> ON = Map.of("CHAT_CONTACT_REQUESTS", "true");

  private static JavaClient on(TestServer server, long user) throws Exception {
    return new JavaClient(server.address(), "upgrade", server.token(user)).connect();
  }

  private static JSONObject message(long receiver, String content) {
    return new JSONObject(Map.of("receiverId", receiver, "content", content));
  }

  private static JSONObject to(long receiver) {
    return new JSONObject(new HashMap<>(Map.of("receiverId", receiver)));
  }

  private static JSONObject request(long id) {
    return new JSONObject(Map.of("requestId", id));
  }

  private static JSONObject user(long id) {
    return new JSONObject(Map.of("userId", id));
  }

  private static JSONObject reference(long conversation) {
    return new JSONObject(new HashMap<>(Map.of("conversationId", conversation)));
  }

  private static void assertRefused(JavaClient client, long receiver) throws Exception {
    JSONObject error =
        client.ask("send_message", message(receiver, "Hi")).get().getJSONObject("error");
    assertThat(error.getString("code")).isEqualTo("chat_not_allowed");
    assertThat(error.getString("message")).isEqualTo(REFUSAL);
    assertThat(error.getBoolean("retryable")).isFalse();
  }

  private static void assertRefused(RestClient client, long receiver) {
    RestClient.Answer refused = client.send(receiver, "Hi");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").asText()).isEqualTo(REFUSAL);
    assertThat(refused.json().path("code").asText()).isEqualTo("chat_not_allowed");
  }

  private static TestServer start(TestServer without) throws Exception {
    return TestServer.start(without.database(), ON);
  }

  // --- over REST and sockets -------------------------------------------------------------------

  @Test
  void givenStrangers_whenTheyMeetOverSockets_thenTheyMayWriteOnceItIsAccepted() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server = start(without);
        JavaClient one = on(server, 1);
        JavaClient two = on(server, 2)) {
      assertRefused(one, 2);
      one.emit("send_message", message(2, "without a callback"));
      assertThat(one.object("error").getString("message")).isEqualTo(REFUSAL);

      JSONObject sent = one.data("send_chat_request", to(2).put("message", "Grüße 😀"));
      assertThat(one.object("chat_request_sent").toString()).isEqualTo(sent.toString());
      assertThat(sent.getString("status")).isEqualTo("pending");
      long id = sent.getLong("requestId");
      JSONObject received = two.object("chat_request_received");
      assertThat(received.getLong("requestId")).isEqualTo(id);
      assertThat(received.getString("message")).isEqualTo("Grüße 😀");
      assertThat(received.getJSONObject("sender").getString("name")).isEqualTo("User 1");
      assertRefused(one, 2);
      assertRefused(two, 1);
      assertThat(errorOf(two, "send_chat_request", to(1)))
          .isEqualTo("Chat request already pending");

      JSONObject accepted = two.data("accept_chat_request", request(id));
      assertThat(two.object("chat_request_accepted").toString()).isEqualTo(accepted.toString());
      long conversation = accepted.getLong("conversationId");
      JSONObject notification = one.object("chat_request_accepted_notification");
      assertThat(notification.getLong("conversationId")).isEqualTo(conversation);
      assertThat(notification.getJSONObject("receiver").getLong("id")).isEqualTo(2);

      JSONObject joined = one.data("join_conversation", reference(conversation).put("afterSeq", 0));
      assertThat(joined.getLong("lastSeq")).isZero();
      two.data("join_conversation", reference(conversation));
      assertThat(one.object("user_joined").getLong("userId")).isEqualTo(2);
      two.data("mark_as_read", reference(conversation));
      assertThat(one.data("send_message", message(2, "Hello")).getLong("seq")).isEqualTo(1);
      assertThat(two.object("new_message").getString("content")).isEqualTo("Hello");
      assertThat(two.data("send_message", message(1, "Hi")).getLong("seq")).isEqualTo(2);
      assertThat(one.object("new_message").getString("content")).isEqualTo("Hello");
      assertThat(one.object("new_message").getString("content")).isEqualTo("Hi");
      assertThat(errorOf(one, "send_chat_request", to(2)))
          .isEqualTo("Chat already enabled with this user");
      assertThat(errorOf(two, "accept_chat_request", request(id)))
          .isEqualTo("Cannot accept a accepted request");
    }
  }

  private static String errorOf(JavaClient client, String event, JSONObject payload)
      throws Exception {
    return client.ask(event, payload).get().getJSONObject("error").getString("message");
  }

  @Test
  void givenStrangers_whenTheyMeetOverRest_thenItIsAnnouncedAllTheSame() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server = start(without);
        JavaClient listening = on(server, 1);
        JavaClient other = on(server, 2)) {
      RestClient one = server.rest(1);
      RestClient two = server.rest(2);
      assertRefused(one, 2);

      RestClient.Answer sent = send(one, "{\"receiverId\":\"2\",\"message\":\"Please\"}");
      assertThat(sent.status()).isEqualTo(201);
      JsonNode request = sent.json().path("data");
      assertThat(request.path("sender").path("id").asLong()).isEqualTo(1);
      assertThat(request.path("receiver").path("id").asLong()).isEqualTo(2);
      assertThat(request.path("deletedAt").isNull()).isTrue();
      long id = request.path("id").asLong();
      assertThat(listening.object("chat_request_sent").getLong("requestId")).isEqualTo(id);
      assertThat(other.object("chat_request_received").getString("message")).isEqualTo("Please");

      JsonNode pending = two.get("/api/chat/request/pending").json().path("data");
      assertThat(pending.path("total").asLong()).isEqualTo(1);
      assertThat(pending.at("/requests/0/sender/name").asText()).isEqualTo("User 1");
      assertThat(pending.at("/requests/0").has("receiver")).isFalse();
      JsonNode mine = one.get("/api/chat/request/sent?limit=1").json().path("data");
      assertThat(mine.at("/requests/0/receiver/name").asText()).isEqualTo("User 2");
      assertThat(mine.at("/requests/0").has("sender")).isFalse();

      assertThat(two.post("/api/chat/request/" + id + "/reject").json().path("message").asText())
          .isEqualTo("Chat request rejected");
      RestClient.Answer again = send(one, "{\"receiverId\":2}");
      assertThat(again.json().at("/data/id").asLong()).isEqualTo(id);
      assertThat(again.json().at("/data/message").isNull()).isTrue();
      assertThat(one.delete("/api/chat/request/" + id).json().path("message").asText())
          .isEqualTo("Chat request cancelled");
      JsonNode cancelled = one.get("/api/chat/request/all").json().at("/data/requests/0");
      assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
      assertThat(cancelled.path("deletedAt").isTextual()).isTrue();
      assertThat(cancelled.has("sender") && cancelled.has("receiver")).isTrue();

      RestClient.Answer reverse = send(two, "{\"receiverId\":1}");
      assertThat(one.post("/api/chat/request/" + id + "/accept").status()).isEqualTo(200);
      assertThat(reverse.status()).isEqualTo(201);
      assertThat(other.object("chat_request_accepted_notification").getLong("requestId"))
          .isEqualTo(id);
      JsonNode inbox = one.get("/api/chat/conversations").json().at("/data/conversations/0");
      assertThat(inbox.path("last_message").isNull()).isTrue();
      assertThat(inbox.path("last_message_at").isNull()).isTrue();
      assertThat(inbox.path("last_seq").asLong()).isZero();
      assertThat(one.send(2, "Hello").status()).isEqualTo(201);
    }
  }

  private static RestClient.Answer send(RestClient client, String body) {
    return client.post("/api/chat/request/send", body);
  }

  @Test
  void givenUnfitRequests_whenSent_thenEachIsRefusedWithItsText() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server = start(without)) {
      RestClient one = server.rest(1);
      Map<String, String> texts =
          Map.of(
              "{}", "400 Receiver ID is required",
              "{\"receiverId\":\"\"}", "400 Receiver ID is required",
              "{\"receiverId\":1}", "400 Cannot send chat request to yourself",
              "{\"receiverId\":777}", "400 Receiver not found",
              "{\"receiverId\":-2}", "400 receiverId must be a positive integer",
              "{\"receiverId\":2,\"message\":7}", "400 message must be a string",
              "{\"receiverId\":2,\"message\":\"\\u0000\"}",
                  "400 message must not contain a NUL character",
              "{\"receiverId\":2,\"message\":\"  \"}", "400 message must not be only white space");
      texts.forEach(
          (body, text) -> {
            RestClient.Answer answer = send(one, body);
            assertThat(answer.status() + " " + answer.json().path("error").asText())
                .as(body)
                .isEqualTo(text);
          });
      String longest = "😀".repeat(1_000);
      assertThat(send(one, "{\"receiverId\":2,\"message\":\"" + longest + "x\"}").status())
          .isEqualTo(400);
      assertThat(one.get("/api/chat/request/all").json().at("/data/total").asLong()).isZero();
      assertThat(send(one, "{\"receiverId\":2,\"message\":\"" + longest + "\"}").status())
          .isEqualTo(201);
    }
  }

  @Test
  void givenConversationFromBefore_whenTheOptionIsOn_thenItGoesOn() throws Exception {
    try (TestServer without = TestServer.start()) {
      assertThat(without.rest(1).send(2, "before").status()).isEqualTo(201);
      try (TestServer server = start(without)) {
        assertThat(server.rest(2).send(1, "after").status()).isEqualTo(201);
        assertThat(send(server.rest(1), "{\"receiverId\":2}").json().path("error").asText())
            .isEqualTo("Chat already enabled with this user");
        assertRefused(server.rest(1), 3);
      }
    }
  }

  @Test
  @OfOneProcess
  void givenManyRequests_whenSentTooFast_thenTheyAreLimited() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server =
            TestServer.start(
                without.database(),
                Map.of("CHAT_CONTACT_REQUESTS", "true", "CHAT_LIMIT_CONTACTS", "1:2"))) {
      Set<Integer> statuses = new HashSet<>();
      for (long receiver = 2; receiver < 8; receiver++) {
        statuses.add(send(server.rest(1), "{\"receiverId\":" + receiver + "}").status());
      }

      assertThat(statuses).containsExactlyInAnyOrder(201, 429);
    }
  }

  @Test
  void givenCrossingRequests_whenSentAtOnce_thenOneIsPending() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server = start(without);
        JavaClient one = on(server, 1);
        JavaClient two = on(server, 2)) {
      List<CompletableFuture<JSONObject>> answers =
          List.of(one.ask("send_chat_request", to(2)), two.ask("send_chat_request", to(1)));
      List<Boolean> outcomes = new ArrayList<>();
      for (CompletableFuture<JSONObject> answer : answers) {
        outcomes.add(answer.get().getBoolean("ok"));
      }

      assertThat(outcomes).containsExactlyInAnyOrder(true, false);
      assertThat(server.rest(1).get("/api/chat/request/all").json().at("/data/total").asLong())
          .isEqualTo(1);
    }
  }

  // --- blocking --------------------------------------------------------------------------------

  @Test
  void givenTwoWhoTalk_whenOneBlocksTheOther_thenNothingPassesUntilTheEnd() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server = start(without)) {
      long conversation =
          without.rest(1).send(2, "before").json().at("/data/conversation_id").asLong();
      assertThat(without.rest(2).send(1, "too").status()).isEqualTo(201);
      try (JavaClient one = on(server, 1);
          JavaClient two = on(server, 2)) {
        one.object("user_online");
        one.data("join_conversation", reference(conversation));
        two.data("join_conversation", reference(conversation));
        one.object("user_joined");
        JSONObject both = new JSONObject(Map.of("userIds", new JSONArray(List.of(1, 2))));

        assertThat(two.data("block_user", user(1)).getLong("userId")).isEqualTo(1);

        assertThat(one.object("user_offline").getLong("userId")).isEqualTo(2);
        assertThat(two.object("user_offline").getLong("userId")).isEqualTo(1);
        assertThat(online(one, both)).isEqualTo("[1]");
        assertThat(online(two, both)).isEqualTo("[2]");
        assertRefused(one, 2);
        assertRefused(two, 1);
        int heardByOne = one.heard().size();
        int heardByTwo = two.heard().size();
        for (JavaClient client : List.of(one, two)) {
          client.data("typing", reference(conversation));
          client.data("stop_typing", reference(conversation));
          client.data("mark_as_read", reference(conversation));
          client.data("leave_conversation", reference(conversation));
          client.data("join_conversation", reference(conversation));
        }
        long asked = one.data("send_chat_request", to(2)).getLong("requestId");
        assertThat(errorOf(two, "send_chat_request", to(1)))
            .isEqualTo("You have blocked this user");
        assertThat(errorOf(two, "accept_chat_request", request(asked)))
            .isEqualTo("Chat request not found");
        assertThat(server.rest(2).get("/api/chat/request/all").json().at("/data/total").asLong())
            .isZero();
        assertThat(
                server
                    .rest(1)
                    .get("/api/chat/conversations/" + conversation + "/messages")
                    .json()
                    .at("/data/total")
                    .asLong())
            .isEqualTo(2);
        assertThat(one.heard().size() - heardByOne).isEqualTo(1); // chat_request_sent
        assertThat(two.heard()).hasSize(heardByTwo);

        two.data("unblock_user", user(1));

        assertThat(one.object("user_online").getLong("userId")).isEqualTo(2);
        assertThat(two.object("user_online").getLong("userId")).isEqualTo(1);
        assertThat(one.data("send_message", message(2, "again")).getLong("seq")).isEqualTo(3);
        two.data("typing", reference(conversation));
        assertThat(one.object("user_typing").getLong("userId")).isEqualTo(2);
      }
    }
  }

  private static String online(JavaClient client, JSONObject users) throws Exception {
    return client.data("check_online", users).getJSONArray("onlineUsers").toString();
  }

  @Test
  void givenBlocksOverRest_whenListed_thenTheyAreOnlyThoseOfTheCaller() throws Exception {
    try (TestServer without = TestServer.start();
        TestServer server = start(without)) {
      RestClient one = server.rest(1);
      assertThat(one.put("/api/chat/blocks/2").json().path("message").asText())
          .isEqualTo("User blocked");
      assertThat(one.put("/api/chat/blocks/2").status()).isEqualTo(200);
      assertThat(one.put("/api/chat/blocks/1").json().path("error").asText())
          .isEqualTo("Cannot block yourself");
      assertThat(one.put("/api/chat/blocks/777").json().path("error").asText())
          .isEqualTo("User not found");

      JsonNode page = one.get("/api/chat/blocks").json().path("data");
      assertThat(page.path("total").asLong()).isEqualTo(1);
      assertThat(page.at("/blocks/0/user/name").asText()).isEqualTo("User 2");
      assertThat(server.rest(2).get("/api/chat/blocks").json().at("/data/total").asLong()).isZero();

      assertThat(one.delete("/api/chat/blocks/2").json().path("message").asText())
          .isEqualTo("User unblocked");
      assertThat(one.get("/api/chat/blocks").json().at("/data/total").asLong()).isZero();
    }
  }

  // --- on several nodes ------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenTwoOnTwoNodes_whenTheyMeetAndOneBlocks_thenItHoldsEverywhere(String kind)
      throws Exception {
    try (TestCluster cluster = TestCluster.start(kind, ON);
        JavaClient one = on(cluster.node(0), 1);
        JavaClient two = on(cluster.node(1), 2)) {
      long id = one.data("send_chat_request", to(2)).getLong("requestId");
      assertThat(two.object("chat_request_received").getLong("requestId")).isEqualTo(id);

      // by way of the third node, where neither of them is
      RestClient third = cluster.node(2).rest(2);
      assertThat(third.post("/api/chat/request/" + id + "/accept").status()).isEqualTo(200);
      long conversation =
          one.object("chat_request_accepted_notification").getLong("conversationId");
      one.data("join_conversation", reference(conversation));
      two.data("join_conversation", reference(conversation));
      one.object("user_joined");
      assertThat(one.data("send_message", message(2, "Hi")).getLong("seq")).isEqualTo(1);
      assertThat(two.object("new_message").getString("content")).isEqualTo("Hi");

      assertThat(third.put("/api/chat/blocks/1").status()).isEqualTo(200);

      assertRefused(one, 2);
      assertRefused(two, 1);
      assertThat(one.object("user_offline").getLong("userId")).isEqualTo(2);
      assertThat(two.object("user_offline").getLong("userId")).isEqualTo(1);
      JSONObject both = new JSONObject(Map.of("userIds", new JSONArray(List.of(1, 2))));
      assertThat(online(one, both)).isEqualTo("[1]");
      two.data("typing", reference(conversation));

      assertThat(third.delete("/api/chat/blocks/1").status()).isEqualTo(200);
      assertThat(one.object("user_online").getLong("userId")).isEqualTo(2);
      assertThat(one.pollNow("user_typing")).isEmpty();
      assertThat(two.data("send_message", message(1, "Hello")).getLong("seq")).isEqualTo(2);
    }
  }
}
