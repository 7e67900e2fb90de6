package io.parley.adapter.websocket.socketio;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides whether a socket may enter a namespace, before it is connected. */
@FunctionalInterface
public interface Middleware {
  /**
   * Looks at a socket that has sent CONNECT. It cannot join rooms yet and nothing should be sent to
   * it; {@link SocketIoSocket#attach} what was found out about it.
   *
   * @return completes when it may go on; null means at once. {@link ConnectRefused}, thrown or as
   *     the failure of the stage, refuses it with CONNECT_ERROR; any other exception does so with
   *     the message "Internal server error" and goes to the namespace's error handler.
   */
  @Nullable CompletionStage<?> handle(SocketIoSocket socket) throws Exception;
}
