package io.parley.examples.push;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.adapter.memory.MemoryStores;
import io.parley.application.Chat;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.User;
import io.parley.testkit.fixture.Await;
import io.parley.testkit.fixture.Fixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushNotifierTest {
  private final BlockingQueue<String> pushed = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private HttpServer service;
  private PushNotifier notifier;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/push", this::take);
    service.start();
    notifier =
        new PushNotifier(
            URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/push"));
  }

  private void take(HttpExchange exchange) throws IOException {
    pushed.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @AfterEach
  void stop() {
    notifier.close();
    service.stop(0);
  }

  @Test
  void givenAChat_whenAMessageIsSentAndRead_thenItsReceiverIsPushedOnce() throws Exception {
    try (Chat chat = chat()) {
      send(chat, "Hello");
      send(chat, "Are you there?");

      assertThat(next()).isEqualTo("to=2&from=Alice&conversation=1");
      assertThat(next()).isEqualTo("to=2&from=Alice&conversation=1");
      assertThat(pushed).isEmpty();
      assertThat(notifier.lost()).isZero();
    }
  }

  @Test
  void givenServiceThatFails_whenMessagesAreSent_thenTheyAreStoredAndTheLostOnesCounted()
      throws Exception {
    status = 503;
    try (Chat chat = chat()) {
      send(chat, "one");
      send(chat, "two");
      next();
      next();

      assertThat(chat.listUnread().total(BOB)).isEqualTo(2);
      awaitLost(2);
    }
  }

  @Test
  void givenServiceThatDoesNotAnswer_whenMoreComesThanMayWait_thenNobodyWaitsForIt()
      throws Exception {
    service.stop(0);
    try (Chat chat = chat()) {
      for (int i = 0; i < 3_000; i++) {
        send(chat, "number " + i);
      }
      notifier.close();

      assertThat(chat.listUnread().total(BOB)).isEqualTo(3_000);
      assertThat(notifier.lost()).isBetween(2_999L, 3_000L); // one may be under way still
    }
  }

  private Chat chat() {
    User alice = Fixture.user(ALICE);
    return Chat.on(MemoryStores.of(alice, Fixture.user(BOB))).listener(notifier).open();
  }

  private static void send(Chat chat, String text) {
    var unused = Await.await(chat.sendMessage().send(MessageDraft.of(ALICE, BOB, text)));
  }

  private String next() throws InterruptedException {
    String body = pushed.poll(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertThat(body).as("a push in time").isNotNull();
    return body;
  }

  private void awaitLost(long count) {
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    while (notifier.lost() < count) {
      assertThat(System.nanoTime()).as("lost are counted in time").isLessThan(giveUpAt);
      Thread.onSpinWait();
    }
  }
}
