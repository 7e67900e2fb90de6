package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.bench.client.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that breaks its promises now and then, to see that the scenario finds out. */
class BroadcastRunTest {
  private static final int EVERY = 10;
  private static final int IN_FLIGHT = 4;

  private final Server jetty = new Server(0);
  private final AtomicInteger events = new AtomicInteger();

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
  }

  @Test
  void givenFaithfulServer_whenRun_thenNothingIsReported() throws Exception {
    BroadcastRun.Outcome outcome = runAgainst((room, event, faulty) -> room.emit(event));

    assertThat(outcome.losses()).isEqualTo(Room.Losses.NONE);
    assertThat(outcome.measured().latency().getTotalCount()).isPositive();
  }

  @Test
  void givenServerThatLosesEvents_whenRun_thenTheyAreCounted() throws Exception {
    BroadcastRun.Outcome outcome =
        runAgainst(
            (room, event, faulty) -> {
              if (!faulty) {
                room.emit(event);
              }
            });

    assertThat(outcome.losses().lost()).isPositive();
    assertThat(outcome.losses().isClean()).isFalse();
  }

  @Test
  void givenServerThatDoublesEvents_whenRun_thenTheyAreCounted() throws Exception {
    BroadcastRun.Outcome outcome =
        runAgainst(
            (room, event, faulty) -> {
              room.emit(event);
              if (faulty) {
                room.emit(event);
              }
            });

    assertThat(outcome.losses().duplicated()).isPositive();
    assertThat(outcome.losses().lost()).isZero();
    assertThat(outcome.losses().isClean()).isFalse();
  }

  @Test
  void givenServerThatSwapsEvents_whenRun_thenTheyAreCounted() throws Exception {
    StringBuilder late = new StringBuilder();
    BroadcastRun.Outcome outcome =
        runAgainst(
            (room, event, faulty) -> {
              if (faulty) {
                late.append(event);
                return;
              }
              room.emit(event);
              if (!late.isEmpty()) {
                room.emit(late.toString());
                late.setLength(0);
              }
            });

    assertThat(outcome.losses().outOfOrder()).isPositive();
    assertThat(outcome.losses().isClean()).isFalse();
  }

  /** Sends an event to everybody. */
  private interface Emitter {
    void emit(String event);
  }

  /** Does with an event what the test is about, in every tenth case a fault. */
  private interface Delivery {
    void deliver(Emitter room, String event, boolean faulty);
  }

  private BroadcastRun.Outcome runAgainst(Delivery delivery) throws Exception {
    SocketIoServer server = SocketIoServer.create(SocketIoConfig.defaults());
    Namespace namespace = server.namespace("/");
    namespace.onConnection(socket -> socket.join("room"));
    namespace.on(
        "publish",
        (socket, arguments, ack) -> {
          delivery.deliver(
              event -> namespace.to("room").emit("event", event),
              arguments.get(0).textValue(),
              events.incrementAndGet() % EVERY == 0);
          return null;
        });
    jetty.setHandler(server.handler());
    jetty.start();
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    try (var loop = new EventLoop()) {
      var room = new Room(loop, new InetSocketAddress("localhost", port), 20);
      room.join(2);
      return new BroadcastRun(loop, room, IN_FLIGHT)
          .run(
              Duration.ofMillis(50),
              Duration.ofMillis(300),
              Duration.ofMillis(500),
              () -> Duration.ZERO);
    }
  }
}
