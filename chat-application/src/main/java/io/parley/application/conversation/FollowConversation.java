package io.parley.application.conversation;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent.FollowingChanged;
import io.parley.domain.message.Message;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.FollowSignal;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * Subscribes a participant to a conversation and hands over what he missed, without a hole.
 *
 * @since 0.1
 */
public final class FollowConversation {
  private final ConversationAccess access;
  private final ConversationStore conversations;
  private final MessageHistory history;
  private final ChatNotifier notifier;

  public FollowConversation(
      ConversationAccess access,
      ConversationStore conversations,
      MessageHistory history,
      ChatNotifier notifier) {
    this.access = access;
    this.conversations = conversations;
    this.history = history;
    this.notifier = notifier;
  }

  /**
   * Takes the seat once the user's right is proven, and only then reads: whatever is stored after
   * the reading began reaches the seat.
   *
   * @param afterSequence the last position that the user has; empty if he wants no messages
   * @param seat is left again if the reading fails
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for whoever is not a participant
   */
  public Followed follow(
      UserId user, ConversationId conversation, Optional<Sequence> afterSequence, Seat seat) {
    Participants participants = access.require(conversation, user);
    boolean isNew = seat.take();
    if (isNew) {
      tell(user, conversation, participants, true, seat);
    }
    try {
      return read(conversation, participants, afterSequence);
    } catch (RuntimeException e) {
      if (isNew) {
        leave(user, conversation, participants, seat);
      }
      throw e;
    }
  }

  /**
   * Leaves the seat.
   *
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for whoever is not a participant
   */
  public void unfollow(UserId user, ConversationId conversation, Seat seat) {
    leave(user, conversation, access.require(conversation, user), seat);
  }

  private void leave(
      UserId user, ConversationId conversation, Participants participants, Seat seat) {
    if (seat.leave()) {
      tell(user, conversation, participants, false, seat);
    }
  }

  private void tell(
      UserId user,
      ConversationId conversation,
      Participants participants,
      boolean following,
      Seat seat) {
    notifier.publish(
        new FollowingChanged(
            new FollowSignal(conversation, user, following, seat.connection()), participants));
  }

  private Followed read(
      ConversationId conversation, Participants participants, Optional<Sequence> afterSequence) {
    Sequence last = conversations.lastSequence(conversation);
    notifier.followed(participants, last);
    if (afterSequence.isEmpty()) {
      return new Followed(last, List.of(), false);
    }
    MessageHistory.Slice missed =
        history.after(conversation, afterSequence.get(), PageRequest.MAX_LIMIT);
    return new Followed(last, missed.messages(), missed.hasMore());
  }

  /** Where a conversation's events reach one connection. */
  public interface Seat {
    ConnectionId connection();

    /** True if the connection was not there before. */
    boolean take();

    /** True if the connection was there. */
    boolean leave();
  }

  /**
   * What a new follower learns.
   *
   * @param lastSequence the newest position when the subscription was in place
   * @param missed at most {@value PageRequest#MAX_LIMIT} messages after the asked position, oldest
   *     first
   * @param hasMore whether there are further ones after those
   */
  public record Followed(Sequence lastSequence, List<Message> missed, boolean hasMore) {
    public Followed {
      missed = List.copyOf(missed);
    }
  }
}
