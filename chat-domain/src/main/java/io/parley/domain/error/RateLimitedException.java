package io.parley.domain.error;

import java.time.Duration;

/**
 * Somebody does something too often; nothing was done.
 *
 * @since 0.1
 */
public final class RateLimitedException extends ChatException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter when it is worth trying again; positive
   */
  public RateLimitedException(Duration retryAfter) {
    super(ErrorCode.RATE_LIMITED, "Too many requests; try again later");
    this.retryAfter = retryAfter;
  }

  /** When it is worth trying again. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** A refusal is to cost next to nothing: nobody looks for where it comes from. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
