package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.ErrorDetail;
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
      refuse(socket, event, ack, ErrorDetail.of(refusal));
    } else if (cause instanceof RejectedExecutionException) {
      refuse(
          socket, event, ack, ErrorDetail.of("store_unavailable", "The server is too busy", true));
    } else {
      log.error("event {} of socket {} failed", event, socket.id(), cause);
      String message = "Internal error (" + socket.id() + ")";
      refuse(socket, event, ack, ErrorDetail.of("internal_error", message, false));
    }
  }

  static void refuse(SocketIoSocket socket, String event, Ack ack, ErrorDetail error) {
    if (ack.isRequested()) {
      ack.send(Failure.of(error));
    } else {
      socket.emit(
          ServerEvent.ERROR.wireName(),
          new ErrorEvent(error.message(), error.code(), event, error.retryAfterMillis()));
    }
  }
}
