package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.NewMessage;
import io.parley.adapter.websocket.event.Payloads.ResyncRequired;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for one socket that is reading what it has missed of a conversation, and what it is
 * not to get twice. A message can be read before it is announced.
 */
final class Join {
  /** Events that may wait; the reading takes milliseconds. */
  private static final int MAX_KEPT = 1_000;

  /** How late a message may be announced after it can be read, with time to get here. */
  private static final Duration LATE = OrderedDelivery.YOUNG.plusSeconds(10);

  private final ConversationId conversation;
  private final SocketIoSocket socket;
  private final Sequence after;
  private final List<Kept> kept = new ArrayList<>();
  private boolean tooMany;
  private boolean ended;
  private long endedNanos;
  private long told;

  /**
   * @param after where the answer begins, exclusive
   */
  Join(ConversationId conversation, SocketIoSocket socket, Sequence after) {
    this.conversation = conversation;
    this.socket = socket;
    this.after = after;
  }

  private record Kept(ServerEvent event, Object payload) {}

  ConversationId conversation() {
    return conversation;
  }

  SocketIoSocket socket() {
    return socket;
  }

  Sequence after() {
    return after;
  }

  /**
   * Takes the place of an earlier one of the same socket, if that has ended: what the socket has
   * got in its answer is not to be told again, also if this one gets none.
   */
  boolean follows(Join earlier) {
    if (earlier == this || earlier.socket != socket) {
      return false;
    }
    long known;
    synchronized (earlier) {
      if (!earlier.ended) {
        return false;
      }
      known = earlier.told;
    }
    synchronized (this) {
      told = Math.max(told, known);
    }
    return true;
  }

  /** Forgets what waits: there is no answer. */
  synchronized void discard() {
    kept.clear();
    tooMany = false;
  }

  /**
   * Takes an event away from the socket: to keep it until the answer is there, or for good if it is
   * a message that the socket has already, by the answer or from before, whose announcement comes
   * late. False if the socket is to get it like all others.
   */
  synchronized boolean take(ServerEvent event, Object payload) {
    if (ended) {
      return isKnown(payload);
    }
    tooMany = tooMany || kept.size() == MAX_KEPT;
    if (!tooMany) {
      kept.add(new Kept(event, payload));
    }
    return true;
  }

  private boolean isKnown(Object payload) {
    // What it says to have already, it may have from a node that heard of it earlier than this one.
    return payload instanceof NewMessage message && message.seq() <= told;
  }

  /**
   * Lets the events go, but for messages that the socket has got in the answer.
   *
   * @param upTo where the answer ends, inclusive
   */
  synchronized void end(long upTo) {
    ended = true;
    endedNanos = System.nanoTime();
    told = Math.max(told, upTo);
    for (Kept event : kept) {
      if (!isKnown(event.payload())) {
        socket.emit(event.event().wireName(), event.payload());
      }
    }
    kept.clear();
    if (tooMany) {
      socket.emit(
          ServerEvent.RESYNC_REQUIRED.wireName(), new ResyncRequired(conversation.value(), upTo));
    }
  }

  /** Whether more happened than could wait. */
  synchronized boolean isOverrun() {
    return tooMany;
  }

  /** Whether nothing of the answer is announced any more, given what was announced last. */
  synchronized boolean isOver(Object announced) {
    return ended && announced instanceof NewMessage message && message.seq() >= told;
  }

  /** Whether nothing of the answer is on its way to the socket any more. */
  boolean isIdle(long now) {
    synchronized (this) {
      if (!ended) {
        return false;
      }
      if (now - endedNanos > LATE.toNanos()) {
        return true;
      }
    }
    return !socket.isIn(ChatRooms.conversation(conversation));
  }
}
