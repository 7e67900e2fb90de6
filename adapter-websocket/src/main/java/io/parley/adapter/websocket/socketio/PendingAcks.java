package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.connection.TimerWheel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The answers that one socket still owes us. Thread-safe. */
final class PendingAcks {
  private final TimerWheel timers;
  private final Map<Long, Pending> pending = new HashMap<>(4);
  private long nextId;

  PendingAcks(TimerWheel timers) {
    this.timers = timers;
  }

  /** An answer to wait for; the id goes out with the event. */
  final class Pending extends TimerWheel.Timeout {
    private final long id;
    private final CompletableFuture<List<JsonNode>> answer = new CompletableFuture<>();

    private Pending(long id) {
      this.id = id;
    }

    long id() {
      return id;
    }

    CompletableFuture<List<JsonNode>> answer() {
      return answer;
    }

    @Override
    protected void onTimeout() {
      if (take(id) != null) {
        answer.completeExceptionally(new TimeoutException("no acknowledgement in time"));
      }
    }
  }

  Pending expect(Duration timeout) {
    Pending expected;
    synchronized (pending) {
      expected = new Pending(nextId++);
      pending.put(expected.id, expected);
    }
    timers.schedule(expected, timeout);
    return expected;
  }

  /** An answer has come; one that nobody waits for any more is ignored. */
  void complete(long id, List<JsonNode> arguments) {
    Pending expected = take(id);
    if (expected != null) {
      timers.cancel(expected);
      expected.answer.complete(arguments);
    }
  }

  /** None will come any more. */
  void failAll() {
    List<Pending> lost;
    synchronized (pending) {
      lost = new ArrayList<>(pending.values());
      pending.clear();
    }
    for (Pending expected : lost) {
      timers.cancel(expected);
      expected.answer.completeExceptionally(new SocketDisconnectedException());
    }
  }

  private @Nullable Pending take(long id) {
    synchronized (pending) {
      return pending.remove(id);
    }
  }
}
