package io.parley.adapter.rest;

/** A request that cannot be understood as one to this API. */
final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TransportError error;

  TransportException(TransportError error) {
    super(error.text());
    this.error = error;
  }

  TransportException(TransportError error, Throwable cause) {
    super(error.text(), cause);
    this.error = error;
  }

  TransportError error() {
    return error;
  }
}
