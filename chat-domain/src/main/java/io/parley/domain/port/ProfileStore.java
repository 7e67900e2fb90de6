package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Profiles of users whom no table of the host has. Durable, and the same for all nodes.
 * Thread-safe; blocks for a round trip, and throws {@link StoreUnavailableException} if there is no
 * answer.
 *
 * @since 0.1
 */
public interface ProfileStore {
  /**
   * Stores what is said of users, who exist from then on. Of each user, what is older than what is
   * stored changes nothing, and neither does what is not known; nothing is written for users of
   * whom there is nothing new. All or none are stored. Asking again is safe.
   *
   * @param updates one for each user at most
   */
  void store(Collection<ProfileUpdate> updates);

  /**
   * Takes users away, who do not exist from then on; who is not there stays so. Asking again is
   * safe.
   *
   * @param asOf when they were no users any more: of whom something later is known, he stays
   */
  void remove(Set<UserId> users, Instant asOf);
}
