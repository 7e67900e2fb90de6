package io.parley.application.delivery;

import io.parley.application.ForwardingConversations;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.ConversationStore;
import java.util.Map;
import java.util.Set;

/**
 * Fails when asked for states, if it is to, or lets something happen meanwhile; counts how often it
 * was asked.
 */
final class FailingConversations extends ForwardingConversations {
  private boolean failing;
  private int asked;
  private Runnable meanwhile = () -> {};

  FailingConversations(ConversationStore conversations) {
    super(conversations);
  }

  void fail(boolean fail) {
    failing = fail;
  }

  /** Runs once, after the next look at the states and before its answer. */
  void meanwhile(Runnable task) {
    meanwhile = task;
  }

  int asked() {
    return asked;
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    asked++;
    if (failing) {
      throw new StoreUnavailableException("planned");
    }
    Map<Participants, ConversationState> states = super.states(pairs);
    Runnable task = meanwhile;
    meanwhile = () -> {};
    task.run();
    return states;
  }
}
