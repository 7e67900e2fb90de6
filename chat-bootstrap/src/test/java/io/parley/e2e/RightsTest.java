package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.bootstrap.http.Endpoint;
import io.parley.e2e.RightsTable.Effect;
import io.parley.e2e.RightsTable.Named;
import io.parley.e2e.RightsTable.Row;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the tables of rights in {@code docs/security.md} against a running service. */
class RightsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RightsTable TABLE = RightsTable.read().withoutContacts();

  private static TestServer server;
  private static StoredState stored;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
    stored = new StoredState(server.database());
  }

  @AfterAll
  static void stop() throws Exception {
    stored.close();
    server.close();
  }

  @Test
  void givenEveryEndpoint_whenLookedUp_thenItHasARowAndNoRowIsLeft() {
    Set<Endpoint> documented =
        TABLE.endpoints().stream().map(Row::endpoint).collect(Collectors.toSet());
    Set<Endpoint> offered =
        server.offer().endpoints().stream()
            .filter(endpoint -> !isHeadOfGet(endpoint))
            .collect(Collectors.toSet());

    assertThat(documented).isEqualTo(offered);
  }

  private static boolean isHeadOfGet(Endpoint endpoint) {
    return endpoint.method().equals("HEAD")
        && server.offer().endpoints().contains(new Endpoint("GET", endpoint.path()));
  }

  @Test
  void givenEveryEvent_whenLookedUp_thenItHasARowAndNoRowIsLeft() {
    assertThat(RightsTable.callsOf(TABLE.events())).isEqualTo(server.offer().events());
  }

  @Test
  void givenEveryRow_whenItsCellsAreRead_thenOnlyWhatCannotApplyIsLeftToTheParticipant() {
    assertThat(TABLE.rows())
        .allSatisfy(
            row -> {
              assertThat(Caller.TABLES).as("%s", row).contains(row.answers().keySet());
              assertThat(row.notApplicable()).as("%s", row).isEqualTo(withoutMeaning(row));
            });
  }

  /** A call that names nothing knows neither strangers nor authors. */
  private static Set<Caller> withoutMeaning(Row row) {
    if (!row.answers().containsKey(Caller.PARTICIPANT)) {
      return EnumSet.noneOf(Caller.class);
    }
    return switch (row.named()) {
      case MESSAGE -> EnumSet.noneOf(Caller.class);
      case CONVERSATION -> EnumSet.of(Caller.AUTHOR, Caller.OTHER_PARTICIPANT);
      case NOTHING -> EnumSet.of(Caller.STRANGER, Caller.AUTHOR, Caller.OTHER_PARTICIPANT);
    };
  }

  @TestFactory
  Stream<DynamicContainer> givenEveryCaller_whenHeCalls_thenTheAnswerIsThatOfTheTable() {
    System.out.printf(
        "Rights: %d cells of %d endpoints and events%n", TABLE.cells(), TABLE.calls());
    return TABLE.rows().stream()
        .filter(row -> !TestServer.isSpread() || !row.call().endsWith(" /metrics"))
        .map(
            row ->
                DynamicContainer.dynamicContainer(
                    row.toString(),
                    row.answers().keySet().stream()
                        .map(
                            caller ->
                                DynamicTest.dynamicTest(
                                    row + ": " + caller.heading(), () -> check(row, caller)))));
  }

  private static void check(Row row, Caller caller) throws Exception {
    try (Scene scene = new Scene(server)) {
      if (row.restores()) {
        Scene unused = scene.withDeletedMessages();
      }
      if (row.isEndpoint()) {
        checkEndpoint(scene, row, caller);
      } else {
        checkEvent(scene, row, caller);
      }
    }
  }

  private static void checkEndpoint(Scene scene, Row row, Caller caller) throws Exception {
    Endpoint endpoint = row.endpoint();
    HttpCall call =
        new HttpCall(
            endpoint.method(),
            endpoint.path().replace("{id}", Long.toString(scene.idIn(row, caller))),
            scene.sent(row, caller),
            scene.tokenOf(caller));
    Map<String, List<String>> before = stored.read();

    HttpResponse<String> response = call.to(scene.address());

    assertThat(outcome(response)).isEqualTo(row.answer(caller));
    if (!caller.isInTheConversation()) {
      assertThat(response.body()).doesNotContain(Scene.SECRET);
    }
    checkEffect(scene, row, caller, before);
    if (endpoint.method().equals("GET")) {
      HttpResponse<String> head = call.with("HEAD").to(scene.address());
      assertThat(head.statusCode()).isEqualTo(response.statusCode());
      assertThat(head.body()).isEmpty();
    }
    if (!row.grants(caller)) {
      scene.goOn();
      assertThat(scene.strangerSocket().takeEvents()).isEmpty();
    }
  }

  private static String outcome(HttpResponse<String> response) throws Exception {
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode code =
        type.startsWith("application/json")
            ? JSON.readTree(response.body()).path("code")
            : JSON.missingNode();
    return code.isTextual()
        ? response.statusCode() + " " + code.textValue()
        : Integer.toString(response.statusCode());
  }

  private static void checkEvent(Scene scene, Row row, Caller caller) throws Exception {
    try (WireSocket socket = WireSocket.open(scene.address())) {
      Optional<String> refusal = socket.connect(scene.tokenOf(caller));
      if (refusal.isPresent()) {
        checkWithoutConnection(scene, row, caller, socket, refusal.get());
      } else {
        checkEvent(scene, row, caller, socket);
      }
    }
  }

  private static void checkWithoutConnection(
      Scene scene, Row row, Caller caller, WireSocket socket, String refusal) throws Exception {
    Map<String, List<String>> before = stored.read();
    assertThat(refusal)
        .isEqualTo(row.answer(caller).replace("CONNECT_ERROR ", "Authentication error: "));

    socket.sendUntilClosed(row.call(), scene.sent(row, caller));

    checkEffect(scene, row, caller, before);
    scene.goOn();
    assertThat(scene.strangerSocket().takeEvents()).isEmpty();
  }

  private static void checkEvent(Scene scene, Row row, Caller caller, WireSocket socket)
      throws Exception {
    if (row.call().equals("leave_conversation")) {
      JsonNode unused = socket.ask("join_conversation", scene.reference());
      List<String> unusedEvents = scene.heard();
    }
    Map<String, List<String>> before = stored.read();

    String answer = socket.askForBytes(row.call(), scene.sent(row, caller));

    assertThat(outcome(answer)).isEqualTo(row.answer(caller));
    if (!caller.isInTheConversation()) {
      assertThat(answer).doesNotContain(Scene.SECRET);
    }
    checkEffect(scene, row, caller, before);
    if (!row.grants(caller)) {
      List<String> told = socket.takeEvents();
      scene.goOn();
      assertThat(scene.strangerSocket().takeEvents()).isEmpty();
      if (!caller.isInTheConversation()) {
        assertThat(told).isEmpty();
        assertThat(socket.takeEvents()).isEmpty();
      }
    }
  }

  private static String outcome(String acknowledgement) throws Exception {
    JsonNode answer = JSON.readTree(acknowledgement).path(0);
    return answer.path("ok").asBoolean() ? "ok" : answer.path("error").path("code").asText();
  }

  /** What was granted does what the table says, and what was refused does nothing. */
  private static void checkEffect(
      Scene scene, Row row, Caller caller, Map<String, List<String>> before) throws Exception {
    boolean granted = row.grants(caller);
    if (granted && row.effect() != Effect.READS) {
      scene.awaitAudience(caller);
    } else {
      assertThat(scene.heard()).isEmpty();
    }
    if (granted && row.effect() == Effect.WRITES) {
      assertThat(stored.read()).isNotEqualTo(before);
    } else {
      assertThat(stored.read()).isEqualTo(before);
    }
    if (row.named() != Named.NOTHING) {
      assertThat(scene.strangerSocket().takeEvents()).isEmpty();
    }
  }
}
