package io.parley.domain.error;

/** The store did not answer in time, or not at all; repeating the same request is safe. */
public final class StoreUnavailableException extends ChatException {
  private static final long serialVersionUID = 1L;

  /**
   * @param detail what was not possible, in one sentence
   * @param cause the failure of the store's driver
   */
  public StoreUnavailableException(String detail, Throwable cause) {
    super(ErrorCode.STORE_UNAVAILABLE, detail, cause);
  }

  /**
   * @param detail what was not possible, in one sentence
   */
  public StoreUnavailableException(String detail) {
    super(ErrorCode.STORE_UNAVAILABLE, detail);
  }
}
