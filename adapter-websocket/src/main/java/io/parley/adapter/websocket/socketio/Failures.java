package io.parley.adapter.websocket.socketio;

import java.util.concurrent.CompletionException;

/** What went wrong in a handler. */
final class Failures {
  private Failures() {}

  /** What the handler has thrown, without what a {@code CompletionStage} puts around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
