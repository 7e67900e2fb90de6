package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.UserId;
import java.util.Set;

/**
 * What the nodes of a cluster know of each other's users. A user is <em>present</em> while he has a
 * node where he is here or away; who is <em>away</em> from a node has no connection there, but may
 * be back in a moment. Of the nodes at which a user arrives, or from which he goes, at the same
 * time exactly one learns that he came to be present, or ceased to be.
 *
 * <p>Thread-safe; every method blocks for a few round trips, and one for every few thousand users,
 * and throws {@link StoreUnavailableException} if there is no answer; then it is to be called
 * again. Nothing is stored durably: a node that gives no sign of life for {@value #LIFE_SECONDS}
 * seconds is forgotten, with its users.
 *
 * @since 0.1
 */
public interface PresenceRegistry {
  /** How long a node is remembered after {@link #keepAlive}, in seconds. */
  int LIFE_SECONDS = 12;

  /**
   * Users are here now.
   *
   * @return those who were not present
   */
  Set<UserId> arrive(Set<UserId> users);

  /** Users who were here are away. */
  void leave(Set<UserId> users);

  /**
   * Users who were here, or away, will not be back.
   *
   * @return those who are not present any more
   */
  Set<UserId> forget(Set<UserId> users);

  /** Those of {@code users} who are here on another node. */
  Set<UserId> elsewhere(Set<UserId> users);

  /**
   * A sign of life of this node; to be given every few seconds.
   *
   * @return what has become of nodes that gave none; a node that was forgotten itself has to arrive
   *     with all its users again
   */
  Pulse keepAlive();

  /**
   * What a sign of life brought to light.
   *
   * @param gone users who were present at a node that is forgotten, and are so no more; each is
   *     told to one node
   * @param nodesLost whether a node is gone since the last sign of life: what it did last may be
   *     known to nobody; each node is told
   * @param forgotten whether this node was forgotten itself, or is new
   */
  record Pulse(Set<UserId> gone, boolean nodesLost, boolean forgotten) {
    public Pulse {
      gone = Set.copyOf(gone);
    }
  }
}
