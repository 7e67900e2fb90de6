package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Handles the events that no {@link EventHandler} is registered for. */
@FunctionalInterface
public interface UnknownEventHandler {
  /**
   * Handles an event, as {@link EventHandler#handle} does.
   *
   * @param event the name, of any text
   */
  @Nullable CompletionStage<?> handle(
      SocketIoSocket socket, String event, List<JsonNode> arguments, Ack ack) throws Exception;
}
