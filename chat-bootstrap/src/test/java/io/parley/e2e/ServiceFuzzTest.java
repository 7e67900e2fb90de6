package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.RestClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A whole service among hostile clients, for {@code -Dchat.fuzz.seconds=5}. What happened in one
 * case is done again by {@code -Dchat.fuzz.only=} and its number.
 */
@OfOneProcess
class ServiceFuzzTest {
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("chat.fuzz.seconds", 3));
  private static final long SEED = new Random().nextLong();
  private static final long ONLY = Long.getLong("chat.fuzz.only", 0);
  private static final int CLIENTS = 8;
  private static final int ENOUGH = 10;

  private final AtomicLong cases = new AtomicLong();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  @Test
  void givenHostileClients_whenHonestOnesChat_thenTheyAreServedAndNothingFails() throws Exception {
    try (LoggedErrors errors = LoggedErrors.watch();
        TestServer server = TestServer.start()) {
      assertThat(server.rest(1).send(2, "begins conversation 1").status()).isEqualTo(201);
      String cursor =
          server.rest(1).get("/api/chat/sync").json().path("data").path("nextCursor").asText();
      long end = System.nanoTime() + TIME.toNanos();
      List<Thread> hostile = new ArrayList<>();
      for (int i = 0; i < (ONLY == 0 ? CLIENTS : 1); i++) {
        Thread client = new Thread(() -> attack(server, cursor, end), "hostile-" + i);
        client.start();
        hostile.add(client);
      }

      int chats = 0;
      while (System.nanoTime() - end < 0 || chats == 0) {
        chat(server, "honest " + ++chats);
      }
      for (Thread client : hostile) {
        client.join();
      }

      assertThat(findings).isEmpty();
      assertThat(errors.all()).isEmpty();
      assertThat(server.rest(3).get("/health/ready").status()).isEqualTo(200);
      assertThat(cases.get()).isPositive();
    }
  }

  private static void chat(TestServer server, String content) {
    Answer sent = server.rest(3).send(4, content);
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    long conversation = sent.json().path("data").path("conversation_id").asLong();
    Answer read =
        server.rest(4).get("/api/chat/conversations/" + conversation + "/messages?before=9999999");
    assertThat(read.status()).as(read.body()).isEqualTo(200);
    assertThat(read.body()).contains("\"" + content + "\"");
  }

  private void attack(TestServer server, String cursor, long end) {
    do {
      long count = cases.incrementAndGet();
      long number = ONLY == 0 ? SEED + count : ONLY;
      try {
        new HostileClient(server.address(), server.token(1), cursor, number)
            .run()
            .ifPresent(answer -> add(number, answer));
      } catch (IOException | RuntimeException e) {
        add(number, e.toString());
      }
    } while (ONLY == 0 && System.nanoTime() - end < 0);
  }

  private void add(long number, String finding) {
    if (findings.size() < ENOUGH) {
      findings.add("-Dchat.fuzz.only=" + number + ": " + finding);
    }
  }
}
