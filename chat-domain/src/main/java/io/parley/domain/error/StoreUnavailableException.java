package io.parley.domain.error;

/**
 * The store did not answer in time, or not at all; repeating the same request is safe.
 *
 * @since 0.1
 */
public final class StoreUnavailableException extends ChatException {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  /**
   * The store may have done what it was asked for, and has not said so.
   *
   * @param detail what was not possible, in one sentence
   * @param cause the failure of the store's driver
   */
  public StoreUnavailableException(String detail, Throwable cause) {
    super(ErrorCode.STORE_UNAVAILABLE, detail, cause);
    this.outcomeUnknown = true;
  }

  /**
   * The store has not begun.
   *
   * @param detail what was not possible, in one sentence
   */
  public StoreUnavailableException(String detail) {
    super(ErrorCode.STORE_UNAVAILABLE, detail);
    this.outcomeUnknown = false;
  }

  /** Whether what was asked for may have been done all the same. */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }
}
