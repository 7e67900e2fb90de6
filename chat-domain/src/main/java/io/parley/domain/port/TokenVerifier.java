package io.parley.domain.port;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Checks the tokens that the host application gives its users. Thread-safe.
 *
 * @since 0.1
 */
public interface TokenVerifier {
  /**
   * Checks a token's signature and times. May wait for the store where that has to say who the user
   * is, if this is the first time that he comes.
   *
   * @param token as the client sent it, of any content and length
   * @throws io.parley.domain.error.ChatException {@link ErrorCode#INVALID_TOKEN} without a word on
   *     why; {@link ErrorCode#STORE_UNAVAILABLE} if it cannot be said now
   */
  Credential verify(String token);

  /**
   * As {@link #verify}, without waiting for the store: complete when it is returned, but for the
   * first time. What is wrong with the token itself is thrown; the rest fails the stage.
   */
  default CompletionStage<Credential> whenVerified(String token) {
    return CompletableFuture.completedFuture(verify(token));
  }

  /** Whether a credential that was accepted is void before its end; answers from memory. */
  default boolean isRevoked(Credential credential) {
    return false;
  }

  /**
   * Whom a token stands for.
   *
   * @param issuedAt the beginning of its life, in whole seconds; empty if it does not say
   * @param expiresAt the end of its life; empty if it has none
   */
  record Credential(UserId user, Optional<Instant> issuedAt, Optional<Instant> expiresAt) {}
}
