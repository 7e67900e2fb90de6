package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Holds the AsyncAPI document against a running service, with the official Java client: every
 * example is emitted, every code is provoked, every event is heard, and all of it is what the
 * document says, member by member.
 */
@Timeout(300)
class EventDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What needs a database that hangs, a fault of the service, or rules of a host. */
  private static final Set<String> NOT_PROVOKED =
      Set.of("store_unavailable", "internal_error", "message_refused");

  /** Needs a bus that loses what it carries; {@code AsyncApiTest} looks at its payload. */
  private static final Set<String> NOT_HEARD = Set.of("resync_required");

  private static final Map<String, String> LITTLE =
      Map.of(
          "CHAT_LIMIT_SENDS", "1:1",
          "CHAT_LIMIT_TYPING", "1:1",
          "CHAT_LIMIT_JOINS", "1:1",
          "CHAT_LIMIT_OTHER", "1:1",
          "CHAT_LIMIT_CONTACTS", "1:1",
          "CHAT_CONTACT_REQUESTS", "true",
          "CHAT_ROOMS_PER_SOCKET", "1");

  private static TestServer server;

  /** On the same database, with contact requests: what has to be asked for there. */
  private static TestServer contacts;

  private static TestServer limited;
  private static List<EventOperation> operations;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
    limited = TestServer.start(server.database(), LITTLE);
    contacts = TestServer.start(server.database(), Map.of("CHAT_CONTACT_REQUESTS", "true"));
    operations = EventOperation.of(ApiDocument.asyncApi(contacts));
  }

  @AfterAll
  static void stop() {
    contacts.close();
    limited.close();
    server.close();
  }

  @Test
  void givenEveryEvent_whenLookedUp_thenItIsDocumentedAndNothingElseIs() {
    assertThat(EventOperation.names(operations, "receive")).isEqualTo(contacts.offer().events());
    assertThat(EventOperation.names(operations, "send")).isEqualTo(contacts.offer().serverEvents());
    assertThat(operations)
        .allSatisfy(
            operation ->
                assertThat(operation.message().path("name").asText()).isEqualTo(operation.name()));
  }

  @Test
  void givenTablesOfRights_whenLookedUp_thenEveryCodeThatTheyNameIsDocumented() {
    assertThat(RightsTable.read().events())
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.answers().keySet().stream().map(row::answer))
                    .filteredOn(answer -> !answer.equals("ok") && !answer.contains(" "))
                    .isSubsetOf(operation(row.call()).codes()));
  }

  @TestFactory
  Stream<DynamicTest> givenEveryExample_whenEmitted_thenTheAcknowledgementIsAsDocumented() {
    return clientOperations()
        .flatMap(
            operation ->
                operation.examples().stream()
                    .map(
                        example ->
                            DynamicTest.dynamicTest(
                                operation + " " + example,
                                () -> assertAcknowledged(operation, example))));
  }

  private static Stream<EventOperation> clientOperations() {
    return operations.stream().filter(operation -> operation.is("receive"));
  }

  private static void assertAcknowledged(EventOperation operation, JsonNode example)
      throws Exception {
    TwoUsers users = new TwoUsers(server, contacts);
    try (JavaClient client = client(serverOf(operation), users.first())) {
      if (operation.name().equals("leave_conversation")) {
        client.data(
            "join_conversation", new JSONObject().put("conversationId", users.conversation()));
      }

      JsonNode answer = ask(client, operation.name(), ofUsers(operation, example, users));

      assertThat(answer.path("ok").asBoolean()).as("%s", answer).isTrue();
      assertThat(operation.differencesOfAcknowledgement(answer)).as("%s", answer).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> givenEveryCode_whenProvoked_thenTheAcknowledgementIsAsDocumented() {
    return clientOperations()
        .flatMap(
            operation ->
                operation.codes().stream()
                    .filter(code -> !NOT_PROVOKED.contains(code))
                    .map(
                        code ->
                            DynamicTest.dynamicTest(
                                operation + " " + code, () -> assertRefused(operation, code))));
  }

  private static void assertRefused(EventOperation operation, String code) throws Exception {
    TwoUsers users = new TwoUsers(server, contacts);
    long caller =
        switch (code) {
          case "conversation_not_found", "not_your_request" -> users.stranger();
          case "request_not_found" -> users.second();
          case "sender_not_found" -> users.nobody();
          default -> users.first();
        };
    boolean overLimit = code.equals("rate_limited") || code.equals("too_many");
    try (JavaClient client = client(overLimit ? limited : serverOf(operation), caller)) {
      JsonNode answer = provoke(operation, code, users, client);

      assertThat(answer.at("/error/code").asText()).as("%s", answer).isEqualTo(code);
      assertThat(operation.differencesOfAcknowledgement(answer)).as("%s", answer).isEmpty();
    }
  }

  private static JsonNode provoke(
      EventOperation operation, String code, TwoUsers users, JavaClient client) throws Exception {
    String event = operation.name();
    ObjectNode payload = ofUsers(operation, operation.examples().get(0), users);
    return switch (code) {
      case "rate_limited" -> askTooOften(client, event, payload);
      case "too_many" -> joinTooMany(client, users);
      case "invalid_request" -> ask(client, event, unfit(event));
      case "not_your_request", "request_not_found" -> ask(client, event, payload);
      case "request_answered", "request_pending" -> {
        JsonNode first = ask(client, event, payload);
        assertThat(first.path("ok").asBoolean()).as("%s", first).isTrue();
        yield ask(client, event, payload);
      }
      case "already_in_contact" -> ask(client, event, payload.put("receiverId", users.second()));
      case "chat_not_allowed" -> {
        if (event.equals("send_message")) {
          try (JavaClient asker = client(contacts, users.first())) {
            yield ask(asker, event, payload.put("receiverId", users.stranger()));
          }
        }
        JsonNode blocked =
            ask(client, "block_user", JSON.createObjectNode().put("userId", users.second()));
        assertThat(blocked.path("ok").asBoolean()).as("%s", blocked).isTrue();
        yield ask(client, event, payload.put("receiverId", users.second()));
      }
      case "user_not_found" -> ask(client, event, payload.put("userId", users.nobody()));
      case "conversation_not_found", "sender_not_found" ->
          ask(
              client,
              event,
              event.equals("send_message") && code.equals("conversation_not_found")
                  ? payload.put("conversationId", users.conversation())
                  : payload);
      case "message_to_self" -> ask(client, event, payload.put("receiverId", users.first()));
      case "receiver_not_found" -> ask(client, event, payload.put("receiverId", users.nobody()));
      case "idempotency_conflict" -> {
        JsonNode first = ask(client, event, payload.put("clientMessageId", "1"));
        assertThat(first.path("ok").asBoolean()).as("%s", first).isTrue();
        yield ask(client, event, payload.put("content", "something else"));
      }
      case "resync_required" -> ask(client, event, payload.put("cursor", "made-up"));
      case "invalid_token" ->
          ask(client, event, payload.put("token", server.token(users.second())));
      default -> throw new AssertionError("Nobody knows how to provoke " + code);
    };
  }

  private static ObjectNode unfit(String event) {
    ObjectNode empty = JSON.createObjectNode();
    return event.equals("sync") ? empty.put("limit", 0) : empty;
  }

  private static JsonNode askTooOften(JavaClient client, String event, ObjectNode payload)
      throws Exception {
    JsonNode answer = ask(client, event, payload);
    for (int i = 0; i < 50 && answer.path("ok").asBoolean(); i++) {
      answer = ask(client, event, payload);
    }
    return answer;
  }

  /** One may be followed; a join that comes too soon counts for nothing, and is repeated. */
  private static JsonNode joinTooMany(JavaClient client, TwoUsers users) throws Exception {
    long other =
        server
            .rest(users.first())
            .send(users.stranger(), "Hi")
            .json()
            .at("/data/conversation_id")
            .asLong();
    for (long conversation : List.of(users.conversation(), other)) {
      JsonNode answer = join(client, conversation);
      for (int i = 0; i < 1_000 && isTooSoon(answer); i++) {
        answer = join(client, conversation);
      }
      if (conversation == other) {
        return answer;
      }
    }
    throw new AssertionError();
  }

  private static JsonNode join(JavaClient client, long conversation) throws Exception {
    return ask(
        client, "join_conversation", JSON.createObjectNode().put("conversationId", conversation));
  }

  private static boolean isTooSoon(JsonNode answer) {
    return answer.at("/error/code").asText().equals("rate_limited");
  }

  @Test
  void givenTwoPeople_whenTheyDoEverything_thenEveryEventIsHeardAndAsDocumented() throws Exception {
    TwoUsers users = new TwoUsers(server);
    RestClient rest = server.rest(users.first());
    JSONObject conversation = new JSONObject().put("conversationId", users.conversation());
    Set<JavaClient.Heard> heard = new HashSet<>();
    try (JavaClient first = client(server, users.first())) {
      try (JavaClient second =
          new JavaClient(
                  server.address(), "upgrade", server.token(users.second(), Duration.ofSeconds(55)))
              .connect()) {
        first.object("user_online");
        second.object("token_expiring");
        first.data("join_conversation", conversation);
        first.data("check_online", new JSONObject("{\"userIds\":[" + users.second() + "]}"));
        first.object("online_status");
        JSONObject message =
            new JSONObject().put("receiverId", users.second()).put("content", "Hello");
        long id = first.data("send_message", message).getLong("id");
        first.object("new_message");
        second.object("message_notification");
        second.object("conversation_updated");
        second.data("join_conversation", conversation);
        first.object("user_joined");
        second.data("typing", conversation);
        first.object("user_typing");
        second.data("stop_typing", conversation);
        first.object("user_stopped_typing");
        second.data("mark_as_read", conversation);
        first.object("messages_read");
        assertThat(rest.delete("/api/chat/messages/" + id).status()).isEqualTo(200);
        second.object("message_deleted");
        assertThat(rest.post("/api/chat/messages/" + id + "/restore").status()).isEqualTo(200);
        second.object("message_restored");
        second.data("leave_conversation", conversation);
        first.object("user_left");
        second.emit("shout", new JSONObject());
        assertThat(second.object("error").getString("code")).isEqualTo("unknown_event");
        second.emit("typing", new JSONObject());
        assertThat(second.object("error").getString("code")).isEqualTo("invalid_request");
        heard.addAll(second.heard());
      }
      first.object("user_offline");
      RestClient host = new RestClient(server.address(), TestServer.ADMIN_TOKEN);
      assertThat(host.post("/api/admin/users/" + users.first() + "/disconnect").status())
          .isEqualTo(200);
      assertThat(first.object("error").getString("code")).isEqualTo("token_revoked");
      heard.addAll(first.heard());
    }
    heard.addAll(heardOfContacts());

    Set<String> documented = new HashSet<>(EventOperation.names(operations, "send"));
    documented.removeAll(NOT_HEARD);
    assertThat(heard.stream().map(JavaClient.Heard::event).collect(Collectors.toSet()))
        .isEqualTo(documented);
    assertThat(heard)
        .allSatisfy(
            event ->
                assertThat(operation(event.event()).differences(JSON.readTree(event.payload())))
                    .as("%s", event)
                    .isEmpty());
  }

  private static List<JavaClient.Heard> heardOfContacts() throws Exception {
    TwoUsers users = new TwoUsers(server, contacts);
    try (JavaClient first = client(contacts, users.first());
        JavaClient stranger = client(contacts, users.stranger())) {
      JSONObject request = new JSONObject().put("receiverId", users.first());
      long id = stranger.data("send_chat_request", request).getLong("requestId");
      stranger.object("chat_request_sent");
      first.object("chat_request_received");
      first.data("reject_chat_request", new JSONObject().put("requestId", id));
      first.object("chat_request_rejected");
      stranger.data("send_chat_request", request.put("message", "Please"));
      first.object("chat_request_received");
      first.data("accept_chat_request", new JSONObject().put("requestId", id));
      first.object("chat_request_accepted");
      stranger.object("chat_request_accepted_notification");
      return Stream.concat(first.heard().stream(), stranger.heard().stream())
          .filter(heard -> heard.event().startsWith("chat_request_"))
          .toList();
    }
  }

  private static TestServer serverOf(EventOperation operation) {
    return server.offer().events().contains(operation.name()) ? server : contacts;
  }

  private static EventOperation operation(String event) {
    return operations.stream()
        .filter(known -> known.name().equals(event))
        .findFirst()
        .orElseThrow();
  }

  private static JavaClient client(TestServer service, long user) throws Exception {
    return new JavaClient(service.address(), "upgrade", server.token(user)).connect();
  }

  private static JsonNode ask(JavaClient client, String event, ObjectNode payload)
      throws Exception {
    return JSON.readTree(client.ask(event, new JSONObject(payload.toString())).get().toString());
  }

  /** An example in which ids, the cursor and the token are those of the users. */
  private static ObjectNode ofUsers(EventOperation operation, JsonNode example, TwoUsers users) {
    ObjectNode copy = example.deepCopy();
    long receiver =
        operation.name().equals("send_chat_request") ? users.stranger() : users.second();
    if (copy.has("requestId")) {
      copy.put("requestId", users.requestOfStranger());
    }
    if (copy.has("userId")) {
      copy.put("userId", users.second());
    }
    if (copy.has("conversationId")) {
      copy.put("conversationId", users.conversation());
    }
    if (copy.path("receiverId").isTextual()) {
      copy.put("receiverId", Long.toString(receiver));
    } else if (copy.has("receiverId")) {
      copy.put("receiverId", receiver);
    }
    if (copy.has("userIds")) {
      copy.putArray("userIds").add(users.first()).add(users.second());
    }
    if (copy.has("cursor")) {
      copy.put("cursor", users.cursor());
    }
    if (copy.has("token")) {
      copy.put("token", server.token(users.first()));
    }
    return copy;
  }
}
