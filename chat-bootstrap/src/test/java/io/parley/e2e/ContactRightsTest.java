package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.bootstrap.http.Endpoint;
import io.parley.e2e.RightsTable.Effect;
import io.parley.e2e.RightsTable.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Holds the table of rights of contact requests and blocks against a running service. */
@Timeout(300)
class ContactRightsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RightsTable TABLE = RightsTable.read().ofContacts();

  private static TestServer without;
  private static TestServer server;
  private static StoredState stored;

  @BeforeAll
  static void start() throws Exception {
    without = TestServer.start();
    server = TestServer.start(without.database(), Map.of("CHAT_CONTACT_REQUESTS", "true"));
    stored = new StoredState(server.database());
  }

  @AfterAll
  static void stop() throws Exception {
    stored.close();
    server.close();
    without.close();
  }

  @Test
  void givenWhatTheOptionBrings_whenLookedUp_thenItHasARowAndNoRowIsLeft() {
    Set<Endpoint> endpoints = new HashSet<>(server.offer().endpoints());
    endpoints.removeAll(without.offer().endpoints());
    endpoints.removeIf(endpoint -> endpoint.method().equals("HEAD"));
    Set<String> events = new HashSet<>(server.offer().events());
    events.removeAll(without.offer().events());

    assertThat(TABLE.endpoints().stream().map(Row::endpoint).collect(Collectors.toSet()))
        .isEqualTo(endpoints);
    assertThat(RightsTable.callsOf(TABLE.events())).isEqualTo(events);
  }

  @Test
  void givenServiceWithoutTheOption_whenCalled_thenThereIsNothing() {
    for (Row row : TABLE.endpoints()) {
      Endpoint endpoint = row.endpoint();
      HttpResponse<String> answer =
          new HttpCall(
                  endpoint.method(),
                  endpoint.path().replace("{id}", "1"),
                  "",
                  Optional.of(without.token(1)))
              .to(without.address());
      assertThat(outcome(answer)).as("%s", row).isEqualTo("404 not_found");
    }
    try (WireSocket socket = WireSocket.connected(without.address(), without.token(1))) {
      for (Row row : TABLE.events()) {
        assertThat(socket.ask(row.call(), "{}").at("/error/code").asText())
            .as("%s", row)
            .isEqualTo("unknown_event");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> givenEveryCaller_whenHeCalls_thenTheAnswerIsThatOfTheTable() {
    return TABLE.rows().stream()
        .flatMap(
            row ->
                row.answers().keySet().stream()
                    .map(
                        caller ->
                            DynamicTest.dynamicTest(
                                row + ": " + caller.heading(), () -> check(row, caller))));
  }

  private static void check(Row row, Caller caller) throws Exception {
    try (ContactScene scene = new ContactScene(server)) {
      Map<String, List<String>> before = stored.read();

      String outcome = row.isEndpoint() ? call(scene, row, caller) : emit(scene, row, caller);

      assertThat(outcome).isEqualTo(row.answer(caller));
      boolean writes = row.grants(caller) && row.effect() == Effect.WRITES;
      assertThat(stored.read().equals(before)).isEqualTo(!writes);
      if (!row.grants(caller)) {
        scene.assertNobodyHasHeard();
      }
    }
  }

  private static String call(ContactScene scene, Row row, Caller caller) {
    Endpoint endpoint = row.endpoint();
    return outcome(
        new HttpCall(
                endpoint.method(),
                scene.path(endpoint.path()),
                scene.sent(row.sent()),
                scene.tokenOf(caller))
            .to(server.address()));
  }

  private static String emit(ContactScene scene, Row row, Caller caller) {
    try (WireSocket socket = WireSocket.open(server.address())) {
      Optional<String> refusal = socket.connect(scene.tokenOf(caller));
      if (refusal.isPresent()) {
        return refusal.get().replace("Authentication error: ", "CONNECT_ERROR ");
      }
      JsonNode answer = socket.ask(row.call(), scene.sent(row.sent()));
      return answer.path("ok").asBoolean() ? "ok" : answer.at("/error/code").asText();
    }
  }

  private static String outcome(HttpResponse<String> response) {
    try {
      JsonNode code = JSON.readTree(response.body()).path("code");
      return code.isTextual()
          ? response.statusCode() + " " + code.textValue()
          : Integer.toString(response.statusCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
