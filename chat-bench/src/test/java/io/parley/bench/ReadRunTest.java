package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that always says the same, which is right or not. */
class ReadRunTest {
  private static final String BODY =
      "{\"data\":{\"messages\":[{\"seq\":4},{\"seq\":5}],\"total\":5,\"page\":2}}";

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/no") ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void givenRightAnswers_whenAsked_thenEachIsPreparedAndMeasured() throws Exception {
    var prepared = new AtomicInteger();

    ReadRun.Outcome outcome =
        run(
            new ReadRun()
                .get("page", "/page", Pages.messages(4, 5, 5))
                .ask("put", c -> c.put("/x"), body -> true, prepared::incrementAndGet));

    assertThat(outcome.wrong()).isZero();
    assertThat(outcome.latency()).containsOnlyKeys("page", "put");
    assertThat(outcome.latency().values())
        .allSatisfy(
            latency -> assertThat(latency.getTotalCount()).isEqualTo(prepared.get()).isPositive());
  }

  @Test
  void givenRounds_whenAsked_thenFiguresAreOfAllOfThem() throws Exception {
    ReadRun.Rounds rounds;
    try (var connection = new RestConnection(server.getAddress(), "token")) {
      rounds =
          new ReadRun()
              .get("page", "/page", body -> body.isEmpty())
              .run(connection, Duration.ZERO, Duration.ofMillis(20), 3);
    }
    var figures = new Figures();
    rounds.addTo(figures);

    assertThat(rounds.outcomes())
        .hasSize(3)
        .allSatisfy(outcome -> assertThat(outcome.wrong()).isPositive());
    assertThat(figures.toJson())
        .contains("\"wrong\":" + rounds.wrong() + ",\"failure\":\"page: {")
        .contains("page_p50_ms", "page_p99_ms", "page_p99_least_ms", "page_p99_most_ms");
  }

  @Test
  void givenWrongAnswers_whenAsked_thenTheyAreCounted() throws Exception {
    assertThat(run(new ReadRun().get("p", "/", Pages.messages(4, 6, 5))).wrong()).isPositive();
    assertThat(run(new ReadRun().get("p", "/", Pages.messages(3, 4, 5))).wrong()).isPositive();
    assertThat(run(new ReadRun().get("p", "/", Pages.messages(4, 5, 6))).wrong()).isPositive();
    assertThat(run(new ReadRun().get("p", "/", Pages.members("seq", 3))).wrong()).isPositive();
    assertThat(run(new ReadRun().get("p", "/no", body -> true)).firstWrong()).startsWith("p: {");
  }

  private ReadRun.Outcome run(ReadRun run) throws Exception {
    try (var connection = new RestConnection(server.getAddress(), "token")) {
      return run.run(connection, Duration.ZERO, Duration.ofMillis(20));
    }
  }
}
