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

  private final EventObserver observer;

  Answers(EventObserver observer) {
    this.observer = observer;
  }

  /** False if nobody gets it. */
  boolean succeed(Ack ack, Object data) {
    return ack.send(Success.of(data));
  }

  void fail(SocketIoSocket socket, String event, Ack ack, Throwable failure) {
    ErrorDetail error = detail(socket, event, failure);
    observer.failed(event, error.code());
    logRefusal(socket, event, error);
    tell(socket, event, ack, error);
  }

  /** Refuses an event before anything is done for it. */
  void refuse(SocketIoSocket socket, String event, Ack ack, ChatException refusal) {
    ErrorDetail error = ErrorDetail.of(refusal);
    observer.refused(event, error.code());
    logRefusal(socket, event, error);
    tell(socket, event, ack, error);
  }

  /**
   * Refuses an event that has no handler.
   *
   * @param event as its client calls it
   */
  void failUnknown(SocketIoSocket socket, String event, Ack ack, ChatException refusal) {
    refuseUnknown(socket, event, ack, ErrorDetail.of(refusal));
  }

  /** Refuses an event that has no handler; {@code event} is what its client calls it. */
  void refuseUnknown(SocketIoSocket socket, String event, Ack ack, ErrorDetail error) {
    observer.refused(EventObserver.UNKNOWN, error.code());
    logRefusal(socket, event, error);
    tell(socket, event, ack, error);
  }

  /** An event was answered that arrived at a time by {@link System#nanoTime}. */
  void answered(String event, long sinceNanos) {
    observer.answered(event, System.nanoTime() - sinceNanos);
  }

  EventObserver observer() {
    return observer;
  }

  private static ErrorDetail detail(SocketIoSocket socket, String event, Throwable failure) {
    Throwable cause = ChatException.unwrap(failure);
    if (cause instanceof ChatException refusal) {
      return ErrorDetail.of(refusal);
    }
    if (cause instanceof RejectedExecutionException) {
      return ErrorDetail.of("store_unavailable", "The server is too busy", true);
    }
    SocketFields.of(socket, log.atError())
        .addKeyValue("event", event)
        .setCause(cause)
        .log("event {} of socket {} failed", event, socket.id());
    return ErrorDetail.of("internal_error", "Internal error (" + socket.id() + ")", false);
  }

  /** Anybody can be refused as often as he likes: that is for those who look for something. */
  private static void logRefusal(SocketIoSocket socket, String event, ErrorDetail error) {
    if (log.isDebugEnabled()) {
      SocketFields.of(socket, log.atDebug())
          .addKeyValue("event", event)
          .log("event refused: {}", error.code());
    }
  }

  private static void tell(SocketIoSocket socket, String event, Ack ack, ErrorDetail error) {
    if (ack.isRequested()) {
      ack.send(Failure.of(error));
    } else {
      socket.emitVolatile(
          ServerEvent.ERROR.wireName(),
          new ErrorEvent(error.message(), error.code(), event, error.retryAfterMillis()));
    }
  }
}
