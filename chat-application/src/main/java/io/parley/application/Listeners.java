package io.parley.application;

import io.parley.domain.event.ChatEvent;
import io.parley.domain.port.ChatNotifier;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Tells several, each after the other; what one of them throws reaches nobody else.
 *
 * @since 0.1
 */
public final class Listeners implements ChatNotifier {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  private final List<ChatNotifier> all;

  public Listeners(List<ChatNotifier> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public void publish(ChatEvent event) {
    for (ChatNotifier one : all) {
      try {
        one.publish(event);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A listener failed: " + event.getClass().getSimpleName(), e);
      }
    }
  }
}
