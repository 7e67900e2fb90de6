package io.parley.domain.error;

import java.util.Objects;
import java.util.concurrent.CompletionException;

/**
 * A refusal or a known failure, with a code for machines and a text that is safe to show.
 *
 * @since 0.1
 */
public sealed class ChatException extends RuntimeException
    permits InvalidValueException, RateLimitedException, StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code what went wrong
   * @param detail one sentence for a person; never contains a secret or another user's data
   */
  public ChatException(ErrorCode code, String detail) {
    super(Objects.requireNonNull(detail));
    this.code = Objects.requireNonNull(code);
  }

  ChatException(ErrorCode code, String detail, Throwable cause) {
    super(Objects.requireNonNull(detail), cause);
    this.code = Objects.requireNonNull(code);
  }

  /** What went wrong, for machines. */
  public final ErrorCode code() {
    return code;
  }

  /** What went wrong, for a person. */
  public final String detail() {
    return Objects.requireNonNull(getMessage());
  }

  /** The failure inside the wrappers that {@link java.util.concurrent.CompletionStage} puts on. */
  public static Throwable unwrap(Throwable failure) {
    Throwable current = failure;
    while (current instanceof CompletionException && current.getCause() != null) {
      current = current.getCause();
    }
    return current;
  }
}
