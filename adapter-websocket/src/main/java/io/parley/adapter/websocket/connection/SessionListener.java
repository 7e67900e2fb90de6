package io.parley.adapter.websocket.connection;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Receives what one session receives. Messages come strictly one after the other, in order: the
 * next is not even read from the network before the stage of the last one is complete.
 */
public interface SessionListener {
  /**
   * A text message. Runs on a thread of the server.
   *
   * @return completes, in whatever way, when the next message may come; null means at once
   */
  @Nullable CompletionStage<?> onText(String text);

  /**
   * A binary message; the array is the listener's.
   *
   * @return as {@link #onText}
   */
  @Nullable CompletionStage<?> onBinary(byte[] data);

  /**
   * The largest message, or polling body, that is taken next; asked before any of it is kept.
   *
   * @param configured bytes, {@link EngineConfig#maxPayload}
   */
  default int maxMessageBytes(int configured) {
    return configured;
  }

  /**
   * The session is over: nothing can be sent any more. Called once, on a thread of the server and
   * without any lock held, possibly while a message is still being handled.
   */
  void onClose(CloseReason reason);
}
