package io.parley.server;

import io.parley.adapter.rest.RequestObserver;
import io.parley.adapter.websocket.event.EventObserver;
import io.parley.domain.port.ChatNotifier;
import java.util.concurrent.Executor;

/**
 * Stands around parts of a chat, to measure or to follow what passes. Whatever is not overridden
 * leaves its part as it is. All of it is asked for once, while the chat opens.
 */
public interface Instruments {
  /** No instruments. */
  static Instruments none() {
    return new Instruments() {};
  }

  /** Stands in front of the sockets and listeners, which are told in sequence. */
  default ChatNotifier delivered(ChatNotifier told) {
    return told;
  }

  /** Stands around what other nodes tell. */
  default Executor fromBus(Executor delivering) {
    return delivering;
  }

  /** Stands around what waits for the store. */
  default Executor blocking(Executor workers) {
    return workers;
  }

  /** Is told of the events of sockets. */
  default EventObserver events() {
    return EventObserver.none();
  }

  /** Is told of the requests. */
  default RequestObserver requests() {
    return RequestObserver.none();
  }
}
