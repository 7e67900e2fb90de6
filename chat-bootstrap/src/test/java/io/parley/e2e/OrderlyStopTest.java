package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.RestClient.Answer;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service does with its clients when it stops. */
@Timeout(120)
@OfOneProcess
class OrderlyStopTest {
  private TestServer server;

  @BeforeEach
  void start() throws InterruptedException {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenRequestThatRuns_whenStopped_thenItIsAnsweredFirst() throws Exception {
    try (Connection blocker = server.database().connect();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE chat.messages IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(() -> server.rest(1).send(2, "in time"));
      awaitBlockedSession(statement);

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
      awaitRefusal();
      blocker.rollback();

      assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void givenRequestThatOutlastsTheStop_whenStopped_thenItIsToldToTryAgain() throws Exception {
    server.rest(1).send(2, "a conversation");
    try (Connection blocker = server.database().connect();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE chat.participants IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(() -> server.rest(1).get("/api/chat/conversations"));
      awaitBlockedSession(statement);

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);

      assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void givenOpenSocket_whenStopped_thenItIsToldToComeBack() throws Exception {
    CompletableFuture<Void> connected = new CompletableFuture<>();
    CompletableFuture<String> disconnected = new CompletableFuture<>();
    Socket socket =
        IO.socket(
            server.address(),
            IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(Map.of("token", server.token(1)))
                .build());
    socket.on(Socket.EVENT_CONNECT, arguments -> connected.complete(null));
    socket.on(
        Socket.EVENT_DISCONNECT, arguments -> disconnected.complete(String.valueOf(arguments[0])));
    try {
      socket.connect();
      connected.get(20, TimeUnit.SECONDS);

      server.stop();

      // Reasons after which a client with default options connects again.
      assertThat(disconnected.get(5, TimeUnit.SECONDS)).isIn("transport close", "transport error");
    } finally {
      socket.close();
    }
  }

  private static void awaitBlockedSession(Statement statement) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    boolean blocked = false;
    while (!blocked) {
      assertThat(System.nanoTime()).as("a session that waits for the lock").isLessThan(deadline);
      try (ResultSet row =
          statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
        blocked = row.next() && row.getLong(1) > 0;
      }
    }
  }

  /** Waits until the service takes no connections any more. */
  private void awaitRefusal() throws Exception {
    InetSocketAddress address = new InetSocketAddress("localhost", server.address().getPort());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    boolean refused = false;
    while (!refused) {
      assertThat(System.nanoTime()).as("an end of listening").isLessThan(deadline);
      try (java.net.Socket probe = new java.net.Socket()) {
        probe.connect(address, 1_000);
      } catch (SocketException closed) {
        refused = true; // refused, or reset if it came just when the listener closed
      }
    }
  }
}
