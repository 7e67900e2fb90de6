package io.parley.domain.port;

import io.parley.domain.contact.BlockedUser;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.Set;

/**
 * Who has blocked whom. Thread-safe; every method blocks for a constant number of round trips and
 * throws {@link StoreUnavailableException} if the store does not answer.
 *
 * @since 0.1
 */
public interface BlockStore {
  /**
   * Blocks a user, durably once it returns. What is pending between the two ends in the same step:
   * a request of {@code user} is cancelled, one of {@code other} is rejected.
   *
   * @param other is a user, and another one than {@code user}
   * @return whether he was not blocked before
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} if {@code user} has blocked {@value
   *     BlockedUser#MAX} others
   */
  boolean block(UserId user, UserId other);

  /**
   * Ends a block; a request that {@code other} has sent meanwhile is in the lists from now on.
   *
   * @return whether there was one
   */
  boolean unblock(UserId user, UserId other);

  /** Whom a user has blocked, the last one first. */
  Page<BlockedUser> list(UserId user, PageRequest request);

  /**
   * Those of some pairs of whom one has blocked the other, or both have. One round trip, whatever
   * their number.
   */
  Set<Participants> between(Set<Participants> pairs);
}
