package io.parley.domain.contact;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * How two users stand to each other at one moment: what a store reads, under its lock on the two,
 * before it changes anything between them.
 *
 * @param request the one between them, whoever has sent it
 * @param talking whether they have a conversation
 * @param blockers those of the two who have blocked the other
 * @since 0.1
 */
public record Standing(Optional<AskedContact> request, boolean talking, Set<UserId> blockers) {
  public Standing {
    blockers = Set.copyOf(blockers);
  }

  /**
   * What counts of the request between the two.
   *
   * @param sender who has sent it last
   */
  public record AskedContact(
      ContactRequestId id, UserId sender, UserId receiver, RequestStatus status) {}

  /** Whether a message may pass. */
  public boolean mayWrite() {
    return talking && blockers.isEmpty();
  }

  /**
   * Lets a new request through. Whoever is blocked is not told: his request is sent like one to
   * somebody who does not answer.
   *
   * @return whether the receiver is told of it
   * @throws ChatException {@link ErrorCode#CHAT_NOT_ALLOWED} if the sender has blocked the
   *     receiver, {@link ErrorCode#REQUEST_PENDING} if one of them has asked already, {@link
   *     ErrorCode#ALREADY_IN_CONTACT} if they may write to each other
   */
  public boolean requireMayAsk(UserId sender) {
    if (blockers.contains(sender)) {
      throw new ChatException(ErrorCode.CHAT_NOT_ALLOWED, "You have blocked this user");
    }
    if (mayWrite()) {
      throw new ChatException(ErrorCode.ALREADY_IN_CONTACT, "Chat already enabled with this user");
    }
    if (request.filter(asked -> asked.status() == RequestStatus.PENDING).isPresent()) {
      throw new ChatException(ErrorCode.REQUEST_PENDING, "Chat request already pending");
    }
    return blockers.isEmpty();
  }

  /**
   * Lets a step through.
   *
   * @param user who takes it
   * @throws ChatException {@link ErrorCode#REQUEST_NOT_FOUND} if there is no such request between
   *     the two, or he does not see it because he has blocked the other one; {@link
   *     ErrorCode#NOT_YOUR_REQUEST} if it is for the other one to do; {@link
   *     ErrorCode#REQUEST_ANSWERED} if it is not pending any more
   */
  public void requireMay(Step step, UserId user) {
    AskedContact asked = request.orElseThrow(ContactRequest::notFound);
    boolean isSender = asked.sender().equals(user);
    if (!isSender && (!asked.receiver().equals(user) || blockers.contains(user))) {
      throw ContactRequest.notFound();
    }
    if (isSender != step.isBySender()) {
      throw new ChatException(
          ErrorCode.NOT_YOUR_REQUEST,
          "Only the %s can %s this request"
              .formatted(step.isBySender() ? "sender" : "receiver", step.verb()));
    }
    if (asked.status() != RequestStatus.PENDING) {
      throw new ChatException(
          ErrorCode.REQUEST_ANSWERED,
          "Cannot %s a %s request".formatted(step.verb(), asked.status().wireName()));
    }
  }
}
