package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.RightsTable.Named;
import io.parley.e2e.RightsTable.Row;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Two users with a conversation that both look at, a stranger who is online, and somebody who is no
 * user at all; all of them new. The first writes, the second answers, the first writes again.
 */
final class Scene implements AutoCloseable {
  /** Is in every message of the two, and in nothing that others may see. */
  static final String SECRET = "secret";

  private static final AtomicLong ids = new AtomicLong(1_000);

  private final TestServer server;
  private final long first = ids.getAndAdd(10);
  private final long second = first + 1;
  private final long stranger = first + 2;
  private final long nobody = first + 3;
  private final long conversation;
  private final long ofFirst;
  private final long ofSecond;
  private final WireSocket firstSocket;
  private final WireSocket secondSocket;
  private final WireSocket strangerSocket;

  Scene(TestServer server) {
    this.server = server;
    server
        .database()
        .run(
            "INSERT INTO users (id, name, username, profile_name) SELECT n, 'User ' || n, 'user'"
                + " || n, 'Profile ' || n FROM generate_series(%d, %d) n"
                    .formatted(first, stranger));
    JsonNode message = write(first, second);
    conversation = message.path("conversation_id").asLong();
    ofFirst = message.path("id").asLong();
    ofSecond = write(second, first).path("id").asLong();
    firstSocket = listening(first);
    secondSocket = listening(second);
    strangerSocket = WireSocket.connected(address(), server.token(stranger));
    write(first, second);
    awaitByBoth(event -> event.contains("\"lastSeq\":3,")); // then all before it has come, too
    List<String> unused = heard();
  }

  private void awaitByBoth(Predicate<String> last) {
    for (WireSocket socket : List.of(firstSocket, secondSocket)) {
      String unused = socket.await(last);
    }
  }

  private JsonNode write(long sender, long receiver) {
    RestClient.Answer sent = server.rest(sender).send(receiver, "a " + SECRET);
    assertThat(sent.status()).isEqualTo(201);
    return sent.json().path("data");
  }

  private WireSocket listening(long user) {
    WireSocket socket = WireSocket.connected(address(), server.token(user));
    assertThat(socket.ask("join_conversation", reference()).path("ok").asBoolean()).isTrue();
    return socket;
  }

  URI address() {
    return server.address();
  }

  String reference() {
    return "{\"conversationId\": " + conversation + "}";
  }

  /** Deletes the messages that can be named. */
  Scene withDeletedMessages() {
    delete(first, ofFirst);
    delete(second, ofSecond);
    return this;
  }

  private void delete(long author, long message) {
    assertThat(server.rest(author).delete("/api/chat/messages/" + message).status()).isEqualTo(200);
    awaitByBoth(event -> event.contains("\"message_deleted\""));
    awaitByBoth(event -> event.contains("\"conversation_updated\""));
    List<String> unused = heard();
  }

  long userOf(Caller caller) {
    return switch (caller) {
      case NO_TOKEN, EXPIRED_TOKEN, WRONG_SIGNATURE, PARTICIPANT, AUTHOR -> first;
      case NO_CREDENTIAL, ANOTHER_CREDENTIAL, USER, HOST -> first;
      case OTHER_PARTICIPANT -> second;
      case STRANGER -> stranger;
      case SOMEBODY_ELSE, SENDER, RECEIVER ->
          throw new IllegalArgumentException("in ContactRightsTest");
      case UNKNOWN_USER -> nobody;
    };
  }

  Optional<String> tokenOf(Caller caller) {
    return switch (caller) {
      case NO_TOKEN, NO_CREDENTIAL -> Optional.empty();
      case ANOTHER_CREDENTIAL -> Optional.of(TestServer.ADMIN_TOKEN + "!");
      case HOST -> Optional.of(TestServer.ADMIN_TOKEN);
      case EXPIRED_TOKEN -> Optional.of(server.expiredToken(first));
      case WRONG_SIGNATURE -> Optional.of(TestServer.forgedToken(first));
      default -> Optional.of(server.token(userOf(caller)));
    };
  }

  private long receiverOf(Caller caller) {
    return userOf(caller) == second ? first : second;
  }

  /** The id that the caller names in a path. */
  long idIn(Row row, Caller caller) {
    if (row.named() == Named.MESSAGE) {
      return caller == Caller.PARTICIPANT ? ofSecond : ofFirst;
    }
    return row.call().contains("/users/{id}") ? receiverOf(caller) : conversation;
  }

  /** What the caller sends. */
  String sent(Row row, Caller caller) {
    return sent(row, caller, conversation);
  }

  /** As {@link #sent(Row, Caller)}, of a conversation of that id. */
  String sent(Row row, Caller caller, long named) {
    long receiver = receiverOf(caller);
    return row.sent()
        .replace("OWN_TOKEN", "\"" + server.token(userOf(caller)) + "\"")
        .replace("TOKEN_OF_RECEIVER", "\"" + server.token(receiver) + "\"")
        .replace("RECEIVER", Long.toString(receiver))
        .replace("CONVERSATION", Long.toString(named));
  }

  /**
   * All events that those who look on were sent before the call, and that were not asked for yet;
   * but for the presence of the two, which comes when it comes.
   */
  List<String> heard() {
    return Stream.of(
            heardBy(firstSocket).stream(),
            heardBy(secondSocket).stream(),
            strangerSocket.takeEvents().stream())
        .flatMap(events -> events)
        .toList();
  }

  private static List<String> heardBy(WireSocket participant) {
    return participant.takeEvents().stream().filter(event -> !isPresence(event)).toList();
  }

  /** Waits until the one whom the caller's deeds are told hears of one. */
  void awaitAudience(Caller caller) {
    WireSocket audience = userOf(caller) == second ? firstSocket : secondSocket;
    String unused = audience.await(event -> !isPresence(event));
  }

  private static boolean isPresence(String event) {
    return nameOf(event).equals("user_online");
  }

  WireSocket strangerSocket() {
    return strangerSocket;
  }

  /**
   * Goes on as if nothing had been, as nothing is to have been: the first types and writes, and
   * that is all that the two hear.
   */
  void goOn() {
    assertThat(firstSocket.ask("typing", reference()).path("ok").asBoolean()).isTrue();
    // Once the second of them is heard, the first has gone to everybody it goes to.
    String message = "{\"receiverId\": %d, \"content\": \"%s goes on\"}".formatted(second, SECRET);
    long seq = 0;
    for (int i = 0; i < 2; i++) {
      seq = firstSocket.ask("send_message", message).path("data").path("seq").asLong();
    }
    assertThat(seq).isEqualTo(5);
    for (WireSocket socket : List.of(firstSocket, secondSocket)) {
      String unused = socket.await(event -> event.contains("\"lastSeq\":5,"));
      String typing = socket == secondSocket ? "user_typing" : "";
      List<String> expected =
          Stream.of(
                  typing,
                  "new_message",
                  "conversation_updated",
                  "new_message",
                  "conversation_updated")
              .filter(name -> !name.isEmpty())
              .toList();
      assertThat(heardBy(socket).stream().map(Scene::nameOf)).containsExactlyElementsOf(expected);
    }
  }

  private static String nameOf(String event) {
    return event.substring(event.indexOf('"') + 1, event.indexOf('"', event.indexOf('"') + 1));
  }

  @Override
  public void close() {
    List.of(firstSocket, secondSocket, strangerSocket).forEach(WireSocket::close);
  }
}
