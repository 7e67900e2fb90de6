package io.parley.adapter.websocket.socketio;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one connection strictly one after the other, each on the thread that brings it
 * or, if another is not complete yet, on the one that completes that. A task is complete when the
 * stage that it returns is.
 */
final class SerialTasks {
  // Guarded by this object's monitor.
  private @Nullable Deque<Entry> waiting;
  private boolean active;

  private record Entry(Supplier<@Nullable CompletionStage<?>> task, CompletableFuture<Void> done) {}

  /**
   * Runs a task when it is its turn. The task must not throw.
   *
   * @return null if it is complete already
   */
  @Nullable CompletionStage<?> submit(Supplier<@Nullable CompletionStage<?>> task) {
    synchronized (this) {
      if (active) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (waiting == null) {
          waiting = new ArrayDeque<>(2);
        }
        waiting.add(new Entry(task, done));
        return done;
      }
      active = true;
    }
    CompletionStage<?> running = incomplete(task.get());
    if (running == null) {
      runWaiting();
      return null;
    }
    return running.handle(
        (result, failure) -> {
          runWaiting();
          return null;
        });
  }

  private void runWaiting() {
    while (true) {
      Entry next;
      synchronized (this) {
        next = waiting == null ? null : waiting.poll();
        if (next == null) {
          waiting = null;
          active = false;
          return;
        }
      }
      CompletionStage<?> running = incomplete(next.task.get());
      if (running != null) {
        Entry current = next;
        CompletionStage<?> unused =
            running.whenComplete(
                (result, failure) -> {
                  current.done.complete(null);
                  runWaiting();
                });
        return;
      }
      next.done.complete(null);
    }
  }

  private static @Nullable CompletionStage<?> incomplete(@Nullable CompletionStage<?> stage) {
    return stage == null || stage.toCompletableFuture().isDone() ? null : stage;
  }
}
