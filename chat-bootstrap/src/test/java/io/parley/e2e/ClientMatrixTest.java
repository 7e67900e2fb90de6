package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.json.JSONObject;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official clients of all minor versions that speak the protocol, each over each transport,
 * against a service of one node and of three. {@code src/test/npm/package.json} lists the versions
 * of the JavaScript client.
 */
@Timeout(300)
@ParameterizedClass
@MethodSource("io.parley.e2e.Deployment#started")
class ClientMatrixTest {
  private static final Path VERSIONS = Path.of("src", "test", "npm");
  private static final Path INSTALLED = Path.of("target", "npm-matrix");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final AtomicLong LAST_USER = new AtomicLong(100);

  private final TestService server;

  ClientMatrixTest(TestService server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "upgrade"})
  void givenEachVersionOfTheJavaScriptClient_whenTwoChat_thenEverythingWorks(
      String mode, @TempDir Path directory) throws Exception {
    NodeScript script = NodeScript.withModules(VERSIONS, INSTALLED);
    ArrayNode combinations = JSON.createArrayNode();
    JSON.readTree(VERSIONS.resolve("package.json").toFile())
        .path("dependencies")
        .fieldNames()
        .forEachRemaining(
            module -> {
              ObjectNode combination = combinations.addObject().put("module", module);
              combination.set("one", newUser());
              combination.set("two", newUser());
            });
    Path people = directory.resolve("people.json");
    Files.writeString(people, combinations.toString());

    script.execute(
        "client-matrix.mjs", server.address().toString(), mode, people.toString(), server.nodes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "upgrade"})
  void givenTheJavaClient_whenTwoChat_thenEverythingWorks(String mode) throws Exception {
    ObjectNode first = newUser();
    ObjectNode second = newUser();
    try (JavaClient stranger = new JavaClient(server.address(), mode, "nonsense")) {
      assertThat(stranger.refusal()).isEqualTo("Authentication error: Invalid token");
    }
    try (JavaClient one = client(mode, first).connect();
        JavaClient two = client(mode, second).connect()) {
      JSONObject conversation =
          chat(one, first.path("id").asLong(), two, second.path("id").asLong());
      sendMuch(one, two, second.path("id").asLong());

      one.emit("no_such_event", new JSONObject());
      assertThat(one.object("error").getString("code")).isEqualTo("unknown_event");
      assertThat(one.isConnected()).isTrue();

      one.disconnect();
      one.connect();
      one.data("join_conversation", conversation);
      for (JavaClient client : List.of(one, two)) {
        awaitTransport(client, mode.equals("upgrade") ? "websocket" : mode, conversation);
      }
    }
  }

  /** Two who have not talked yet; returns the reference to their conversation. */
  private static JSONObject chat(JavaClient one, long idOfOne, JavaClient two, long idOfTwo)
      throws Exception {
    String content = "Grüße! 你好 🙂";
    JSONObject sent = one.data("send_message", message(idOfTwo, content));
    JSONObject conversation =
        new JSONObject(Map.of("conversationId", sent.getLong("conversationId")));
    assertThat(one.object("new_message").getString("content")).isEqualTo(content);
    JSONObject told = two.object("message_notification");
    assertThat(told.getString("content")).isEqualTo(content);
    assertThat(told.getLong("from")).isEqualTo(idOfOne);
    assertThat(two.data("join_conversation", conversation).getLong("lastSeq")).isEqualTo(1);

    two.emit("typing", conversation);
    assertThat(one.object("user_typing").getLong("userId")).isEqualTo(idOfTwo);
    two.emit("mark_as_read", conversation);
    assertThat(one.object("messages_read").getLong("userId")).isEqualTo(idOfTwo);
    return conversation;
  }

  private static void sendMuch(JavaClient one, JavaClient two, long idOfTwo) throws Exception {
    List<String> contents = new ArrayList<>();
    contents.add("aü€😀".repeat(2_500));
    for (int i = 0; i < 20; i++) {
      contents.add("burst " + i);
    }
    List<CompletableFuture<JSONObject>> answers = new ArrayList<>();
    for (String content : contents) {
      answers.add(one.ask("send_message", message(idOfTwo, content)));
    }
    for (int i = 0; i < contents.size(); i++) {
      assertThat(answers.get(i).get().getBoolean("ok")).isTrue();
      for (JavaClient client : List.of(one, two)) {
        JSONObject message = client.object("new_message");
        assertThat(message.getString("content")).isEqualTo(contents.get(i));
        assertThat(message.getLong("seq")).isEqualTo(2L + i);
      }
    }
  }

  private static void awaitTransport(JavaClient client, String transport, JSONObject conversation)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    do {
      client.data("join_conversation", conversation);
    } while (!client.transportOfLastMessage().equals(transport) && System.nanoTime() < end);
    assertThat(client.transportOfLastMessage()).isEqualTo(transport);
  }

  private static JSONObject message(long receiver, String content) {
    return new JSONObject(Map.of("receiverId", receiver, "content", content));
  }

  private JavaClient client(String mode, ObjectNode user) {
    return new JavaClient(server.address(), mode, user.path("token").asText());
  }

  private ObjectNode newUser() {
    long id = LAST_USER.incrementAndGet();
    server
        .database()
        .run(
            "INSERT INTO users (id, name, username)"
                + (" VALUES (" + id + ", 'User " + id + "', 'user" + id + "')"));
    return JSON.createObjectNode().put("id", id).put("token", server.token(id));
  }
}
