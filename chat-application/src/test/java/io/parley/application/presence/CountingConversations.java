package io.parley.application.presence;

import io.parley.application.ForwardingConversations;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notes for whom partners are asked, and lets something happen, once, while they are read. */
final class CountingConversations extends ForwardingConversations {
  private final List<Set<UserId>> asked = new ArrayList<>();
  private Runnable incident = () -> {};

  CountingConversations(ConversationStore conversations) {
    super(conversations);
  }

  void whenAsked(Runnable nextIncident) {
    incident = nextIncident;
  }

  List<Set<UserId>> asked() {
    return List.copyOf(asked);
  }

  void clear() {
    asked.clear();
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
    asked.add(Set.copyOf(users));
    Runnable once = incident;
    incident = () -> {};
    once.run();
    return super.partners(users);
  }
}
