package io.parley.application.message;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does what waits for an answer once the answer is there, for each key in the order in which it
 * came. Thread-safe; waits for nothing.
 */
final class InTurn<K> {
  private final Map<K, Line> lines = new ConcurrentHashMap<>();

  /**
   * Runs an action when an answer is there, and what came before it with the same key has run: at
   * once if both are so already.
   *
   * @param action must not throw
   */
  void run(K key, CompletableFuture<?> answer, Runnable action) {
    if (answer.isDone() && !lines.containsKey(key)) {
      action.run();
      return;
    }
    Turn turn = new Turn(answer, action);
    Line line =
        lines.compute(
            key,
            (same, existing) -> {
              Line joined = existing == null ? new Line() : existing;
              joined.add(turn);
              return joined;
            });
    CompletableFuture<?> unused = answer.whenComplete((answered, failure) -> advance(key, line));
  }

  private void advance(K key, Line line) {
    if (line.begin()) {
      for (var turn = line.next(); turn.isPresent(); turn = line.next()) {
        turn.get().action().run();
        line.removeFirst();
      }
      lines.computeIfPresent(key, (same, current) -> current.isEmpty() ? null : current);
    }
  }

  private record Turn(CompletableFuture<?> answer, Runnable action) {}

  /** What waits with one key. One thread at a time runs it, and what comes meanwhile as well. */
  private static final class Line {
    private final Queue<Turn> turns = new ArrayDeque<>();
    private boolean running;

    synchronized void add(Turn turn) {
      turns.add(turn);
    }

    /** Whether it is for the caller to run what has its answer. */
    synchronized boolean begin() {
      boolean mine = !running;
      running = true;
      return mine;
    }

    /** What is to run next, which stays the first until it has; else the run ends. */
    synchronized Optional<Turn> next() {
      Optional<Turn> next =
          Optional.ofNullable(turns.peek()).filter(turn -> turn.answer().isDone());
      running = next.isPresent();
      return next;
    }

    synchronized void removeFirst() {
      turns.remove();
    }

    synchronized boolean isEmpty() {
      return turns.isEmpty();
    }
  }
}
