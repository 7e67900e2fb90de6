package io.parley.domain.port;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks the tokens that the host application gives its users. Thread-safe.
 *
 * @since 0.1
 */
public interface TokenVerifier {
  /**
   * Checks a token's signature and times.
   *
   * @param token as the client sent it, of any content and length
   * @throws io.parley.domain.error.ChatException {@link ErrorCode#INVALID_TOKEN} without a word on
   *     why
   */
  Credential verify(String token);

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
