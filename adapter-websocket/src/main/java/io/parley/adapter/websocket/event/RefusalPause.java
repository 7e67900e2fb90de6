package io.parley.adapter.websocket.event;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a socket waits for after a refusal, at the cost of a timer: or who comes again regardless
 * would cost the most, and others would wait for it.
 */
final class RefusalPause {
  static final Duration PAUSE = Duration.ofMillis(20);

  private final ScheduledExecutorService timer;
  private final Executor worker;

  /**
   * @param worker goes on with the socket: the timer has others to serve
   */
  RefusalPause(ScheduledExecutorService timer, Executor worker) {
    this.timer = timer;
    this.worker = worker;
  }

  /** Is over after the pause. */
  CompletionStage<?> over() {
    CompletableFuture<?> over = new CompletableFuture<>();
    Future<?> unused = timer.schedule(() -> goOn(over), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return over;
  }

  /** Fails with that after the pause. */
  CompletionStage<?> before(Exception refusal) {
    return over().thenCompose(over -> CompletableFuture.failedFuture(refusal));
  }

  private void goOn(CompletableFuture<?> over) {
    try {
      worker.execute(() -> over.complete(null));
    } catch (RejectedExecutionException full) {
      over.complete(null);
    }
  }
}
