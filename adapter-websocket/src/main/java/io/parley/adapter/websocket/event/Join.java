package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.NewMessage;
import io.parley.adapter.websocket.event.Payloads.ResyncRequired;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.List;

/** What waits for one socket that is reading what it has missed of a conversation. */
final class Join {
  /** Events that may wait; the reading takes milliseconds. */
  private static final int MAX_KEPT = 1_000;

  private final ConversationId conversation;
  private final SocketIoSocket socket;
  private final List<Kept> kept = new ArrayList<>();
  private boolean tooMany;
  private boolean ended;

  Join(ConversationId conversation, SocketIoSocket socket) {
    this.conversation = conversation;
    this.socket = socket;
  }

  private record Kept(String event, Object payload) {}

  ConversationId conversation() {
    return conversation;
  }

  SocketIoSocket socket() {
    return socket;
  }

  /** Keeps an event; false if the join has ended, and the socket gets it like all others. */
  synchronized boolean keep(String event, Object payload) {
    if (!ended) {
      tooMany = tooMany || kept.size() == MAX_KEPT;
      if (!tooMany) {
        kept.add(new Kept(event, payload));
      }
    }
    return !ended;
  }

  /**
   * Lets the events go, but for messages that the socket has got in the answer.
   *
   * @param after where the answer begins, exclusive
   * @param upTo where it ends, inclusive
   */
  synchronized void end(long after, long upTo) {
    ended = true;
    for (Kept event : kept) {
      if (!(event.payload() instanceof NewMessage message
          && message.seq() > after
          && message.seq() <= upTo)) {
        socket.emit(event.event(), event.payload());
      }
    }
    if (tooMany) {
      socket.emit("resync_required", new ResyncRequired(conversation.value(), upTo));
    }
  }
}
