package io.parley.domain.port;

import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;

/**
 * Tells the participants what happened: best effort, at most once. The store is the truth; who
 * missed an event finds out by reading. Thread-safe. Never blocks on a slow recipient and never
 * throws. Events that one thread publishes about one conversation arrive in that order.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ChatNotifier {
  void publish(ChatEvent event);

  /**
   * It is not known whether a draft was stored; if it was, nobody has been told. Who delivers in
   * sequence should ask the store.
   */
  default void uncertain(MessageDraft draft) {}

  /**
   * Somebody begins to follow a conversation and has been told what there is up to a position: for
   * whoever delivers in sequence, who goes on from there if he knows nothing of it yet.
   */
  default void followed(Participants participants, Sequence upTo) {}
}
