package io.parley.domain.message;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;

/**
 * Who wrote a message, and to whom.
 *
 * @since 0.1
 */
public record Authorship(UserId author, UserId receiver) {
  /**
   * Refuses everybody but the author.
   *
   * @throws ChatException {@link ErrorCode#MESSAGE_NOT_FOUND} for a stranger, who must not learn
   *     that the message exists, {@link ErrorCode#NOT_THE_AUTHOR} for the receiver
   */
  public void requireAuthor(UserId user) {
    if (author.equals(user)) {
      return;
    }
    throw receiver.equals(user)
        ? new ChatException(ErrorCode.NOT_THE_AUTHOR, "Only the author may do this")
        : Message.notFound();
  }
}
