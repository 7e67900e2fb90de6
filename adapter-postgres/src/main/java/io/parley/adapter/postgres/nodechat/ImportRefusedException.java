package io.parley.adapter.postgres.nodechat;

/** Source and target do not fit together; the message says why and what to do. */
public final class ImportRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImportRefusedException(String message) {
    super(message);
  }
}
