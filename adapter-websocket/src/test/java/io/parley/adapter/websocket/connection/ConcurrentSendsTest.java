package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many threads that send to one session: all of it arrives. The client takes everything at once
 * (the system's buffers hold it), so it must not be found slow because its senders outran the
 * writer.
 */
class ConcurrentSendsTest {
  private static final String PATH = "/engine.io/?EIO=4&transport=websocket";
  private static final int SENDERS = 8;
  private static final int PACKETS = 5_000;

  private final EngineServer engine =
      new EngineServer(
          EngineConfig.defaults().withPath("/engine.io/").withSendQueue(256, Integer.MAX_VALUE),
          Talkative::new);
  private final TestServer server = TestServer.start(engine.handler());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenManySenders_whenTheSessionIsClosedAfterThem_thenAllArrivesInTheOrderOfEach() {
    RawWebSocket socket = RawWebSocket.connect(server, PATH);
    socket.text(); // the handshake

    socket.send("4go");

    int[] last = new int[SENDERS];
    for (int i = 0; i < SENDERS * PACKETS; i++) {
      String[] parts = socket.text().substring(1).split(":", 2);
      int sender = Integer.parseInt(parts[0]);
      assertThat(Integer.parseInt(parts[1])).isEqualTo(++last[sender]);
    }
    assertThat(socket.closeCode()).isEqualTo(1000);
  }

  @Test
  void givenSession_whenItWrites_thenItIsNotLocked() {
    AtomicReference<EngineSession> watched = new AtomicReference<>();
    List<Boolean> lockedAtWrite = new ArrayList<>();
    EngineSession session =
        new FlushedTransport(() -> () -> lockedAtWrite.add(Thread.holdsLock(watched.get())))
            .session();
    watched.set(session);

    session.send(EncodedPacket.message("a"));
    session.queue(EncodedPacket.message("b"));
    session.flush();
    session.close(CloseReason.FORCED_CLOSE);

    assertThat(lockedAtWrite).hasSize(3).containsOnly(false);
  }

  /** Sends from all sides when it is told to, then closes. */
  private record Talkative(EngineSession session) implements SessionListener {
    @Override
    public @Nullable CompletionStage<?> onText(String text) {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(CompletableFuture.runAsync(() -> sendAll(sender)));
      }
      return CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new))
          .thenRun(() -> session.close(CloseReason.FORCED_CLOSE));
    }

    /** Some write what they send, others let it be written. */
    private void sendAll(int sender) {
      for (int i = 1; i <= PACKETS; i++) {
        session.queue(EncodedPacket.message(sender + ":" + i));
        if (sender % 2 == 0) {
          session.write();
        } else {
          session.writeSoon();
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(byte[] data) {
      return null;
    }

    @Override
    public void onClose(CloseReason reason) {
      // it has nothing to give back
    }
  }
}
