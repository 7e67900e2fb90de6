package io.parley.adapter.websocket.event;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What a socket waits for after a refusal, at the cost of a timer: or who comes again regardless
 * would cost the most, and others would wait for it.
 */
final class RefusalPause {
  static final Duration PAUSE = Duration.ofMillis(20);

  private RefusalPause() {}

  /** Is over after the pause. */
  static CompletionStage<?> over() {
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Fails with that after the pause. */
  static CompletionStage<?> before(Exception refusal) {
    return over().thenCompose(over -> CompletableFuture.failedFuture(refusal));
  }
}
