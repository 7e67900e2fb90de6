package io.parley.domain.user;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the host application shows of a user. The texts are the host's: any of them may be empty,
 * and none is checked here.
 *
 * @since 0.1
 */
public record User(
    UserId id, String name, String username, String profileName, Optional<String> profilePhoto) {

  /** Stands in for a user that the host no longer knows, so that old messages stay readable. */
  public static User unknown(UserId id) {
    return new User(id, "Unknown user", "", "", Optional.empty());
  }

  /** A user of those who were found; one who is not among them is unknown. */
  public static User in(Map<UserId, User> found, UserId id) {
    User user = found.get(id);
    return user == null ? unknown(id) : user;
  }

  /**
   * Refuses what one user wants of another unless the host knows both.
   *
   * @param known those of the two whom it knows
   * @throws ChatException with {@link ErrorCode#SENDER_NOT_FOUND} or {@link
   *     ErrorCode#RECEIVER_NOT_FOUND}; the sender comes first
   */
  public static void requireBoth(Set<UserId> known, UserId sender, UserId receiver) {
    if (!known.contains(sender)) {
      throw senderNotFound();
    }
    if (!known.contains(receiver)) {
      throw receiverNotFound();
    }
  }

  /** The refusal of what somebody does whom the host does not know. */
  public static ChatException senderNotFound() {
    return new ChatException(ErrorCode.SENDER_NOT_FOUND, "Sender not found");
  }

  /** The refusal of what is meant for somebody whom the host does not know. */
  public static ChatException receiverNotFound() {
    return new ChatException(ErrorCode.RECEIVER_NOT_FOUND, "Receiver not found");
  }

  /** The refusal of what concerns somebody whom the host does not know. */
  public static ChatException notFound() {
    return new ChatException(ErrorCode.USER_NOT_FOUND, "User not found");
  }
}
