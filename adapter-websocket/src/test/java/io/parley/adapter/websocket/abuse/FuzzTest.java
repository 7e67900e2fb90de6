package io.parley.adapter.websocket.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineStatistics;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many clients that do what no client should. More of them: {@code -Dparley.fuzz.cases=100000};
 * others: {@code -Dparley.fuzz.seed=2}; only the one with that number: {@code
 * -Dparley.fuzz.only=4711}.
 */
class FuzzTest {
  private static final Logger LOG = LoggerFactory.getLogger(FuzzTest.class);
  private static final long SEED = Long.getLong("parley.fuzz.seed", 20_240_501L);
  private static final int CASES = Integer.getInteger("parley.fuzz.cases", 6_000);
  private static final int ONLY = Integer.getInteger("parley.fuzz.only", -1);
  private static final int CLIENTS = 48;
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;
  private static final int ENOUGH = 10;

  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  @Test
  void givenHostileClients_whenTheyHaveGone_thenNothingIsBrokenAndNothingIsLeft() {
    try (LogWatch log = new LogWatch();
        FuzzedServer fuzzed = new FuzzedServer()) {
      int busyBefore = fuzzed.busyThreads();
      long othersBefore = threadsBesideTheServer();

      runCases(fuzzed.port());

      assertThat(findings).as(seed()).isEmpty();
      assertThat(fuzzed.failures()).as(seed()).isEmpty();
      awaitEmpty(fuzzed);
      assertThat(log.complaints()).as(seed()).isEmpty();
      Await.until(() -> fuzzed.busyThreads() <= busyBefore + 2);
      Await.until(() -> threadsBesideTheServer() <= othersBefore + 4);
      assertEchoes(fuzzed);
      EngineStatistics statistics = fuzzed.socketIo().statistics();
      LOG.info("{}: {}, {} events", seed(), statistics, fuzzed.handledEvents());
      if (ONLY < 0) {
        assertMuchWasReached(fuzzed, statistics);
      }
    }
  }

  private void runCases(int port) {
    AtomicInteger next = new AtomicInteger(Math.max(ONLY, 0));
    int end = ONLY < 0 ? CASES : ONLY + 1;
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> runCases(port, next, end), "fuzz-" + i);
      client.start();
      clients.add(client);
    }
    for (Thread client : clients) {
      join(client);
    }
  }

  private void runCases(int port, AtomicInteger next, int end) {
    for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
      String finding = new FuzzCase(port, SEED + i * SPREAD).run();
      if (finding != null && findings.size() < ENOUGH) {
        findings.add("case " + i + ": " + finding);
      }
    }
  }

  private static void join(Thread client) {
    try {
      client.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A closed session waits for its last poll for 10 s, which is as long as one deadline. */
  private static void awaitEmpty(FuzzedServer fuzzed) {
    try {
      if (!becomesEmpty(fuzzed)) {
        Await.until(fuzzed::isEmpty);
      }
    } catch (AssertionError e) {
      throw new AssertionError(seed() + " left behind: " + fuzzed.remains(), e);
    }
  }

  private static boolean becomesEmpty(FuzzedServer fuzzed) {
    try {
      Await.until(fuzzed::isEmpty);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private static void assertEchoes(FuzzedServer fuzzed) {
    RawWebSocket healthy =
        RawWebSocket.connect(fuzzed.server(), "/socket.io/?EIO=4&transport=websocket");
    assertThat(healthy.text()).startsWith("0{");
    healthy.send("40");
    assertThat(healthy.textAfterPings()).startsWith("40{");
    healthy.send("427[\"ack\",\"still\",\"there\"]");
    assertThat(healthy.textAfterPings()).isEqualTo("437[\"still\",\"there\"]");
    healthy.abort();
  }

  /** Clients that are all refused at the door would prove nothing. */
  private static void assertMuchWasReached(FuzzedServer fuzzed, EngineStatistics statistics) {
    assertThat(statistics.openedSessions()).as(seed()).isGreaterThan(CASES / 4);
    assertThat(fuzzed.handledEvents()).as(seed()).isGreaterThan(CASES / 15);
    assertThat(
            List.of(
                CloseReason.TRANSPORT_CLOSE,
                CloseReason.TRANSPORT_ERROR,
                CloseReason.PARSE_ERROR,
                CloseReason.FORCED_CLOSE,
                CloseReason.PING_TIMEOUT,
                CloseReason.CONNECT_TIMEOUT))
        .as(seed())
        .allMatch(reason -> statistics.closes(reason) > 0);
  }

  private static long threadsBesideTheServer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().matches(".*(qtp|Jetty|ForkJoinPool|HttpClient).*"))
        .count();
  }

  private static String seed() {
    return "-Dparley.fuzz.seed=" + SEED + " -Dparley.fuzz.cases=" + CASES;
  }
}
