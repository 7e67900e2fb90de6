package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.ErrorEvent;
import io.parley.adapter.websocket.event.Payloads.Failure;
import io.parley.adapter.websocket.event.Payloads.Success;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.error.ChatException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers client events: to the acknowledgement if the client asked for one, else failures with an
 * {@code error} event, and successes not at all.
 */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void succeed(Ack ack, Object data) {
    ack.send(Success.of(data));
  }

  static void fail(SocketIoSocket socket, String event, Ack ack, Throwable failure) {
    Throwable cause = ChatException.unwrap(failure);
    if (cause instanceof ChatException refusal) {
      refuse(
          socket,
          event,
          ack,
          refusal.code().wireName(),
          refusal.detail(),
          refusal.code().retryable());
    } else if (cause instanceof RejectedExecutionException) {
      refuse(socket, event, ack, "store_unavailable", "The server is too busy", true);
    } else {
      log.error("event {} of socket {} failed", event, socket.id(), cause);
      refuse(socket, event, ack, "internal_error", "Internal error (" + socket.id() + ")", false);
    }
  }

  static void refuse(
      SocketIoSocket socket,
      String event,
      Ack ack,
      String code,
      String message,
      boolean retryable) {
    if (ack.isRequested()) {
      ack.send(Failure.of(code, message, retryable));
    } else {
      socket.emit("error", new ErrorEvent(message, code, event));
    }
  }
}
