package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.bench.client.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that breaks its promises now and then, to see that the scenario finds out. */
class SocketSendRunTest {
  private final Server jetty = new Server(0);

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
  }

  @Test
  void givenFaithfulServer_whenRun_thenNothingIsReported() throws Exception {
    SocketSendRun.Outcome outcome = runAgainst(PairServer.Fault.NONE);

    assertThat(outcome.isClean()).isTrue();
    assertThat(outcome.measured()).isPositive();
  }

  @Test
  void givenServerThatLosesMessages_whenRun_thenTheyAreCounted() throws Exception {
    SocketSendRun.Outcome outcome = runAgainst(PairServer.Fault.LOSE);

    assertThat(outcome.lost()).isPositive();
    assertThat(outcome.isClean()).isFalse();
  }

  @Test
  void givenServerThatDoublesMessages_whenRun_thenTheyAreCounted() throws Exception {
    SocketSendRun.Outcome outcome = runAgainst(PairServer.Fault.DOUBLE);

    assertThat(outcome.duplicated()).isPositive();
    assertThat(outcome.isClean()).isFalse();
  }

  @Test
  void givenServerThatSwapsMessages_whenRun_thenTheyAreCounted() throws Exception {
    SocketSendRun.Outcome outcome = runAgainst(PairServer.Fault.SWAP);

    assertThat(outcome.outOfOrder()).isPositive();
    assertThat(outcome.isClean()).isFalse();
  }

  @Test
  void givenServerThatRefusesMessages_whenRun_thenTheyAreCounted() throws Exception {
    SocketSendRun.Outcome outcome = runAgainst(PairServer.Fault.REFUSE);

    assertThat(outcome.refused()).isPositive();
    assertThat(outcome.lost()).isZero();
    assertThat(outcome.isClean()).isFalse();
  }

  @Test
  void givenServerThatTellsToReadAgain_whenRun_thenThatIsCounted() throws Exception {
    SocketSendRun.Outcome outcome = runAgainst(PairServer.Fault.RESYNC);

    assertThat(outcome.resyncs()).isPositive();
    assertThat(outcome.isClean()).isFalse();
  }

  @Test
  void givenOpenLoop_whenRun_thenAsManyAreSentAsWereDue() throws Exception {
    SocketSendRun.Outcome outcome =
        runAgainst(PairServer.Fault.NONE, new SocketSendRun.Load(1, 1_000));

    assertThat(outcome.isClean()).as(outcome.toString()).isTrue();
    assertThat(outcome.measured() * 1e9 / outcome.nanos()).isBetween(700.0, 1_300.0);
  }

  @Test
  void givenOpenLoopAndServerThatStalls_whenRun_thenTheWaitOfWhatWasDueCounts() throws Exception {
    SocketSendRun.Outcome outcome =
        runAgainst(PairServer.Fault.STALL, new SocketSendRun.Load(1, 1_000));

    assertThat(outcome.isClean()).as(outcome.toString()).isTrue();
    long stalled =
        outcome.latency().getCountBetweenValues(PairServer.STALL_NANOS / 4, Long.MAX_VALUE);
    assertThat(stalled).isGreaterThan(20);
  }

  private SocketSendRun.Outcome runAgainst(PairServer.Fault fault) throws Exception {
    return runAgainst(fault, new SocketSendRun.Load(4, 0));
  }

  private SocketSendRun.Outcome runAgainst(PairServer.Fault fault, SocketSendRun.Load load)
      throws Exception {
    SocketIoServer server = SocketIoServer.create(SocketIoConfig.defaults());
    new PairServer(server.namespace("/"), fault, new AtomicInteger(), new AtomicReference<>())
        .register();
    jetty.setHandler(server.handler());
    jetty.start();
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    try (var loop = new EventLoop()) {
      return new SocketSendRun(
              loop, user -> new InetSocketAddress("localhost", port), String::valueOf, 1, load, 20)
          .run(
              Duration.ofMillis(50),
              Duration.ofMillis(300),
              Duration.ofMillis(500),
              CostMeter.NONE);
    }
  }

  /** Just enough of the contract for one pair: users 1 and 2, whose tokens are their ids. */
  private record PairServer(
      Namespace namespace,
      Fault fault,
      AtomicInteger messages,
      AtomicReference<@Nullable String> late) {
    enum Fault {
      NONE,
      LOSE,
      DOUBLE,
      SWAP,
      REFUSE,
      RESYNC,
      STALL
    }

    static final long STALL_NANOS = 100_000_000;

    private static final int EVERY = 10;
    private static final int STALLED = 150;

    void register() {
      namespace.onConnection(socket -> socket.join("user_" + token(socket)));
      namespace.on(
          "join_conversation",
          (socket, arguments, ack) -> {
            socket.join("room");
            ack.send(Map.of("ok", true));
            return null;
          });
      namespace.on(
          "send_message",
          (socket, arguments, ack) -> {
            int number = messages.incrementAndGet();
            boolean faulty = number % EVERY == 0;
            if (number == STALLED && fault == Fault.STALL) {
              LockSupport.parkNanos(STALL_NANOS);
            }
            if (faulty && fault == Fault.REFUSE) {
              ack.send(Map.of("ok", false));
            } else {
              deliver(arguments.get(0), faulty);
              ack.send(Map.of("ok", true));
            }
            return null;
          });
    }

    private void deliver(JsonNode message, boolean faulty) {
      String content = message.get("content").textValue();
      if (content.equals("hello")) {
        namespace.to("user_2").emit("message_notification", Map.of("conversationId", 1));
      } else if (faulty && fault == Fault.SWAP) {
        late.set(content);
      } else if (!faulty || fault != Fault.LOSE) {
        emit(content);
        if (faulty && fault == Fault.DOUBLE) {
          emit(content);
        }
        if (faulty && fault == Fault.RESYNC) {
          namespace.to("room").emit("resync_required", Map.of("conversationId", 1));
        }
        Optional.ofNullable(late.getAndSet(null)).ifPresent(this::emit);
      }
    }

    private void emit(String content) {
      namespace.to("room").emit("new_message", Map.of("content", content));
    }

    private static String token(SocketIoSocket socket) {
      return socket.handshake().auth().get("token").textValue();
    }
  }
}
