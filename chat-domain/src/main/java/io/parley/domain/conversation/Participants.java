package io.parley.domain.conversation;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.util.Set;

/**
 * The two users of a conversation, the smaller id first; they never change.
 *
 * @since 0.1
 */
public record Participants(UserId first, UserId second) {
  public Participants {
    if (first.compareTo(second) >= 0) {
      throw new IllegalArgumentException("participants must be two users in ascending order");
    }
  }

  /**
   * The pair of two users in either order.
   *
   * @throws ChatException {@link ErrorCode#MESSAGE_TO_SELF} if they are the same user
   */
  public static Participants of(UserId one, UserId other) {
    if (one.equals(other)) {
      throw new ChatException(ErrorCode.MESSAGE_TO_SELF, "Cannot send message to yourself");
    }
    return one.compareTo(other) < 0 ? new Participants(one, other) : new Participants(other, one);
  }

  /** The two of them. */
  public Set<UserId> both() {
    return Set.of(first, second);
  }

  public boolean contains(UserId user) {
    return first.equals(user) || second.equals(user);
  }

  /** The one whom {@code user}, who must be a participant, talks to. */
  public UserId otherThan(UserId user) {
    if (first.equals(user)) {
      return second;
    }
    if (second.equals(user)) {
      return first;
    }
    throw new IllegalArgumentException(user + " is not a participant");
  }
}
