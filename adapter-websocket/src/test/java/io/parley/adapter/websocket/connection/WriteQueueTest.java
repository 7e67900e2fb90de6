package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
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

  /** A session that notes when it is its turn; that of the broken one fails. */
  private EngineSession session(String id) {
    return new FlushedTransport(
            () -> {
              if (id.equals("broken")) {
                throw new IllegalStateException("on purpose");
              }
              written.add(id);
              return Transport.NOTHING;
            })
        .session();
  }
}
