package io.parley.adapter.websocket.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The events of one socket that are not answered yet. */
final class InFlight {
  private int count;

  /** Completes when there is room for one more; null while there is. */
  private @Nullable CompletableFuture<Void> full;

  /**
   * Counts an event that begins.
   *
   * @return completes when another one may begin; null means at once
   */
  synchronized @Nullable CompletionStage<?> begin(int maximum) {
    count++;
    if (count >= maximum && full == null) {
      full = new CompletableFuture<>();
    }
    return full;
  }

  /** Counts an event that has been answered. */
  void end() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      count--;
      waiting = full;
      full = null;
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }
}
