package io.parley.bootstrap.http;

/** A certificate or its key cannot be used; the message tells the operator why. */
final class UnusableTlsException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableTlsException(String message) {
    super(message);
  }

  UnusableTlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
