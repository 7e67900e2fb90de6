package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private final EngineServer engine = ConformanceServers.patientEngine();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<String> written = new ArrayList<>();
  private final WriteQueue queue = new WriteQueue(tasks::add, 1);

  @Test
  void givenSeveralSessions_whenAdded_thenOneWorkerWritesThemInTurn() {
    queue.add(session("a"));
    queue.add(session("b"));

    assertThat(tasks).hasSize(1);
    work();
    assertThat(written).containsExactly("a", "b");
  }

  @Test
  void givenWorkersAllDone_whenAnotherIsAdded_thenAWorkerComesAgain() {
    queue.add(session("a"));
    work();

    queue.add(session("b"));

    work();
    assertThat(written).containsExactly("a", "b");
  }

  @Test
  void givenSessionThatFails_whenWritten_thenTheOthersAreWrittenNowAndLater() {
    queue.add(session("broken"));
    queue.add(session("a"));
    work();
    queue.add(session("b"));
    work();

    assertThat(written).containsExactly("a", "b");
  }

  private void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private EngineSession session(String id) {
    HandshakeRequest request =
        new HandshakeRequest(Map.of(), Map.of(), "127.0.0.1", false, Instant.EPOCH);
    return new EngineSession(engine, id, request, new Recording(id));
  }

  /** Notes whose turn it is; that of the broken session fails. */
  private final class Recording implements Transport {
    private final String id;

    Recording(String id) {
      this.id = id;
    }

    @Override
    public boolean offer(EncodedPacket packet) {
      return true;
    }

    @Override
    public boolean isWriteDue() {
      return false;
    }

    @Override
    public Runnable flush() {
      if (id.equals("broken")) {
        throw new IllegalStateException("on purpose");
      }
      written.add(id);
      return NOTHING;
    }

    @Override
    public Runnable end(CloseReason reason) {
      return NOTHING;
    }
  }
}
