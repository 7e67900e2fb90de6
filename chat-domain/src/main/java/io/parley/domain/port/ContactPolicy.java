package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The rule who may write to whom, asked before each message is stored. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ContactPolicy {
  /**
   * Whether a user may write to another one now. Does not block: a rule that has to look something
   * up completes its stage later.
   *
   * @return completes with nothing if he may, else with the reason, in one sentence: the client is
   *     told it. Fails with {@link StoreUnavailableException} if it cannot be said now: the message
   *     is refused then, and may be sent again
   */
  CompletionStage<Optional<String>> refusal(UserId sender, UserId receiver);

  /** Everybody may write to everybody. */
  static ContactPolicy open() {
    return (sender, receiver) -> CompletableFuture.completedStage(Optional.empty());
  }
}
