package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Handles one kind of event of all sockets of a namespace. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles an event. Runs on a thread of the server: what takes time belongs into the stage, and
   * the stage must not wait for an ack of the same connection, which would not be read.
   *
   * @param arguments what follows the event's name, binary data as {@link
   *     com.fasterxml.jackson.databind.node.BinaryNode}; from outside, so of any shape
   * @return the connection's next packet is read when it completes; null means at once. A failure,
   *     thrown or of the stage, goes to the namespace's error handler and closes nothing.
   */
  @Nullable CompletionStage<?> handle(SocketIoSocket socket, List<JsonNode> arguments, Ack ack)
      throws Exception;
}
