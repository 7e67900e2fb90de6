package io.parley.application.contact;

import io.parley.application.presence.CheckOnline;
import io.parley.domain.contact.BlockedUser;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Set;

/**
 * Shuts another user out, and in again: while one of two has blocked the other, nothing passes
 * between them. Nobody is told of that; each is offline for the other. Blocks.
 *
 * @since 0.1
 */
public final class BlockUser {
  private static final System.Logger LOG = System.getLogger(BlockUser.class.getName());

  private final BlockStore blocks;
  private final UserDirectory users;
  private final ConversationStore conversations;
  private final CheckOnline checkOnline;
  private final ChatNotifier notifier;
  private final Clock clock;

  /**
   * @param checkOnline knows nothing of blocks
   */
  public BlockUser(
      BlockStore blocks,
      UserDirectory users,
      ConversationStore conversations,
      CheckOnline checkOnline,
      ChatNotifier notifier,
      Clock clock) {
    this.blocks = blocks;
    this.users = users;
    this.conversations = conversations;
    this.checkOnline = checkOnline;
    this.notifier = notifier;
    this.clock = clock;
  }

  /**
   * Blocks a user; once more is the same as once.
   *
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} if they are the same, {@link
   *     ErrorCode#SENDER_NOT_FOUND} or {@link ErrorCode#USER_NOT_FOUND} if one of them is no user,
   *     else as {@link BlockStore#block} says
   */
  public void block(UserId user, UserId other) {
    requireOther(user, other);
    requireUsers(user, other);
    boolean wasOpen = !isSilent(user, other);
    if (blocks.block(user, other) && wasOpen) {
      showPresence(user, other, false);
    }
  }

  /**
   * Ends a block, if there is one.
   *
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} if they are the same
   */
  public void unblock(UserId user, UserId other) {
    requireOther(user, other);
    if (blocks.unblock(user, other) && !isSilent(user, other)) {
      showPresence(user, other, true);
    }
  }

  /** Whom a user has blocked, the last one first. */
  public Page<BlockedUser> list(UserId user, PageRequest request) {
    return blocks.list(user, request);
  }

  private static void requireOther(UserId user, UserId other) {
    if (user.equals(other)) {
      throw BlockedUser.isSelf();
    }
  }

  private void requireUsers(UserId user, UserId other) {
    Set<UserId> known = users.find(Set.of(user, other)).keySet();
    if (!known.contains(user)) {
      throw User.senderNotFound();
    }
    if (!known.contains(other)) {
      throw User.notFound();
    }
  }

  private boolean isSilent(UserId user, UserId other) {
    return !blocks.between(Set.of(Participants.of(user, other))).isEmpty();
  }

  /** As if both had gone, or come; the block holds, whether they can be told or not. */
  private void showPresence(UserId user, UserId other, boolean online) {
    try {
      Set<UserId> both = Set.of(user, other);
      boolean areTold = !conversations.states(Set.of(Participants.of(user, other))).isEmpty();
      if (areTold && checkOnline.among(both).equals(both)) {
        show(user, other, online);
        show(other, user, online);
      }
    } catch (StoreUnavailableException unreadable) {
      LOG.log(Level.DEBUG, "Nobody is told who came or went", unreadable);
    }
  }

  private void show(UserId user, UserId viewer, boolean online) {
    notifier.publish(
        new PresenceChanged(new PresenceChange(user, online, clock.instant(), Set.of(viewer))));
  }
}
