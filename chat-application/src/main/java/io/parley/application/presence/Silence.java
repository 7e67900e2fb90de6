package io.parley.application.presence;

import io.parley.domain.conversation.Participants;
import java.util.Set;

/**
 * Between whom nothing passes, because one has blocked the other. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Silence {
  /**
   * Those of some pairs between whom nothing passes; blocks for one round trip.
   *
   * @throws io.parley.domain.error.StoreUnavailableException if that is not to be known now
   */
  Set<Participants> among(Set<Participants> pairs);

  /** Where nobody can be blocked. */
  static Silence none() {
    return pairs -> Set.of();
  }
}
