package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.e2e.RightsTable.Named;
import io.parley.e2e.RightsTable.Row;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Neither the answer nor the time that it takes tells somebody who is not in a conversation whether
 * it, or a message of it, exists: for every call of the tables of rights that names one.
 */
@Timeout(180)
@OfOneProcess
class NothingToProbeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No id ever comes near it in a test. */
  private static final long NOT_THERE = 4_000_000_000L;

  private static final int PAIRS = 150;
  private static final int ROUNDS = 3;

  /**
   * Far more than what chance does to a median, and less than what one look in the database does.
   */
  private static final double SAME = 1.5;

  /** What every refusal of an endpoint waits: what is looked up shows in what it takes beyond. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static TestServer server;

  @BeforeAll
  static void start() throws InterruptedException {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Row> endpoints() {
    return RightsTable.read().endpoints().stream().filter(row -> row.named() != Named.NOTHING);
  }

  static Stream<Row> events() {
    return RightsTable.read().events().stream().filter(row -> row.named() != Named.NOTHING);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void givenAnEndpoint_whenAStrangerNamesWhatIsThereOrNot_thenTheAnswersAreTheSame(Row row) {
    try (Scene scene = sceneOf(row)) {
      for (Caller caller : List.of(Caller.STRANGER, Caller.UNKNOWN_USER)) {
        assertThat(visible(call(scene, row, caller, scene.idIn(row, caller))))
            .isEqualTo(visible(call(scene, row, caller, NOT_THERE)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void givenAnEvent_whenAStrangerNamesWhatIsThereOrNot_thenTheAnswersAreTheSame(Row row)
      throws Exception {
    try (Scene scene = sceneOf(row)) {
      for (Caller caller : List.of(Caller.STRANGER, Caller.UNKNOWN_USER)) {
        try (WireSocket socket =
            WireSocket.connected(scene.address(), scene.tokenOf(caller).orElseThrow())) {
          String there = scene.sent(row, caller);
          String notThere = scene.sent(row, caller, NOT_THERE);

          assertThat(socket.askForBytes(row.call(), there))
              .isEqualTo(socket.askForBytes(row.call(), notThere));
          assertThat(error(socket, row.call(), there))
              .isEqualTo(error(socket, row.call(), notThere));
        }
      }
    }
  }

  /** What comes when no acknowledgement is asked for. */
  private static String error(WireSocket socket, String event, String payload) throws Exception {
    socket.tell(event, payload);
    JsonNode error = JSON.readTree(socket.await(any -> true).substring(2));
    assertThat(error.path(0).textValue()).isEqualTo("error");
    List<String> unused = socket.takeEvents();
    return error.path(1).toString();
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void givenAnEndpoint_whenAStrangerNamesWhatIsThereOrNot_thenItTakesTheSameTime(Row row) {
    try (Scene scene = sceneOf(row)) {
      long there = scene.idIn(row, Caller.STRANGER);
      assertSameTime(there, PAUSE_NANOS, id -> call(scene, row, Caller.STRANGER, id));
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void givenAnEvent_whenAStrangerNamesWhatIsThereOrNot_thenItTakesTheSameTime(Row row) {
    try (Scene scene = sceneOf(row);
        WireSocket socket =
            WireSocket.connected(scene.address(), scene.tokenOf(Caller.STRANGER).orElseThrow())) {
      assertSameTime(
          scene.idIn(row, Caller.STRANGER),
          0,
          id -> socket.askForBytes(row.call(), scene.sent(row, Caller.STRANGER, id)));
    }
  }

  /** With messages as long as they can be: to read them takes time. */
  private static Scene sceneOf(Row row) {
    Scene scene = new Scene(server);
    server.database().run("UPDATE chat.messages SET content = repeat('ä', 10000)");
    return row.restores() ? scene.withDeletedMessages() : scene;
  }

  private static HttpResponse<String> call(Scene scene, Row row, Caller caller, long id) {
    return new HttpCall(
            row.endpoint().method(),
            row.endpoint().path().replace("{id}", Long.toString(id)),
            scene.sent(row, caller),
            scene.tokenOf(caller))
        .to(scene.address());
  }

  private static List<Object> visible(HttpResponse<String> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.remove("date");
    return List.of(response.statusCode(), headers, response.body());
  }

  private static void assertSameTime(long there, long pause, LongConsumer call) {
    List<Double> ratios = new ArrayList<>();
    do {
      ratios.add(ratio(there, pause, call));
    } while (ratios.get(ratios.size() - 1) >= SAME && ratios.size() < ROUNDS);
    assertThat(ratios.get(ratios.size() - 1))
        .as("ratios of the medians %s", ratios)
        .isLessThan(SAME);
  }

  /** The larger median, without the pause, by the smaller one. */
  private static double ratio(long there, long pause, LongConsumer call) {
    Random random = new Random(1);
    long[] found = new long[PAIRS];
    long[] missed = new long[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      if (random.nextBoolean()) {
        found[i] = nanos(there, call);
        missed[i] = nanos(NOT_THERE, call);
      } else {
        missed[i] = nanos(NOT_THERE, call);
        found[i] = nanos(there, call);
      }
    }
    double one = median(found) - pause;
    double other = median(missed) - pause;
    return Math.max(one, other) / Math.min(one, other);
  }

  private static long nanos(long id, LongConsumer call) {
    long start = System.nanoTime();
    call.accept(id);
    return System.nanoTime() - start;
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
