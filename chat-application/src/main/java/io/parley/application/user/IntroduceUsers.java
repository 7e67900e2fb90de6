package io.parley.application.user;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.HostUsers;
import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Gets to know users whom only the host knows: asks it for those who are not stored, and stores
 * what it says of them. Who is known is answered from memory, at once. After a restart the store is
 * asked first, so that the host need not be there for those who are in it. Somebody known is asked
 * for again now and then, in the background, and taken out of the store if the host has him no
 * more; the host not answering changes nothing for him. Thread-safe; never blocks.
 *
 * @since 0.1
 */
public final class IntroduceUsers {
  private static final System.Logger LOG = System.getLogger(IntroduceUsers.class.getName());

  /** A hundred bytes or so each. */
  private static final int REMEMBERED = 100_000;

  /** Apart from the others, so that whoever tries ids pushes nobody out who is known. */
  private static final int REMEMBERED_STRANGERS = 10_000;

  /** After which somebody who is known is asked for again. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** Until it is tried again to ask for somebody who is known. */
  static final Duration RETRY = Duration.ofMinutes(1);

  /** For how long the host is not asked for somebody again whom it does not have. */
  static final Duration STRANGE = Duration.ofSeconds(5);

  /** The same of somebody whom it had: longer than any directory shows him. */
  static final Duration GONE = Duration.ofMinutes(1);

  private static final int STORED_GROUP = 500;
  private static final int REQUESTS_AT_A_TIME = 4;

  private final HostUsers host;
  private final UserKeys keys;
  private final UserDirectory directory;
  private final ProfileStore profiles;
  private final Executor worker;
  private final Clock clock;

  private final UserQuestions stored = new UserQuestions(STORED_GROUP, 1, this::inStore);
  private final UserQuestions atHost =
      new UserQuestions(HostUsers.MAX_USERS, REQUESTS_AT_A_TIME, this::newFromHost);
  private final UserQuestions askingAgain =
      new UserQuestions(HostUsers.MAX_USERS, 1, this::againFromHost);

  private final Map<UserId, Instant> lookAgainAt = new RecentlyUsed<>(REMEMBERED);
  private final Map<UserId, Instant> strangersUntil = new RecentlyUsed<>(REMEMBERED_STRANGERS);

  /**
   * @param keys what the host calls the users
   * @param directory shows what is in {@code profiles}
   * @param worker runs what waits for the store; what it rejects is refused
   */
  public IntroduceUsers(
      HostUsers host,
      UserKeys keys,
      UserDirectory directory,
      ProfileStore profiles,
      Executor worker,
      Clock clock) {
    this.host = host;
    this.keys = keys;
    this.directory = directory;
    this.profiles = profiles;
    this.worker = worker;
    this.clock = clock;
  }

  /**
   * Gets to know the users of a message.
   *
   * @return completes if both exist, and are stored; complete already if they are known. Fails with
   *     {@link ErrorCode#SENDER_NOT_FOUND} or {@link ErrorCode#RECEIVER_NOT_FOUND} if the host does
   *     not have them, and with {@link StoreUnavailableException} if that cannot be said now
   */
  public CompletionStage<Boolean> both(UserId sender, UserId receiver) {
    return exists(sender)
        .thenCombine(
            exists(receiver),
            (isSender, isReceiver) -> {
              if (!isSender) {
                throw User.senderNotFound();
              }
              if (!isReceiver) {
                throw User.receiverNotFound();
              }
              return true;
            });
  }

  /**
   * Whether a user exists; if so, he is stored.
   *
   * @return fails with {@link StoreUnavailableException} if that cannot be said now
   */
  public CompletableFuture<Boolean> exists(UserId user) {
    boolean isOld;
    synchronized (this) {
      Instant now = clock.instant();
      Instant due = lookAgainAt.get(user);
      if (due == null) {
        Instant until = strangersUntil.get(user);
        if (until != null && now.isBefore(until)) {
          return CompletableFuture.completedFuture(false);
        }
        isOld = false;
      } else {
        isOld = !now.isBefore(due);
        if (!isOld) {
          return CompletableFuture.completedFuture(true);
        }
        lookAgainAt.put(user, now.plus(RETRY));
      }
    }
    if (isOld) {
      CompletableFuture<Boolean> unused =
          askingAgain.exists(user).exceptionally(IntroduceUsers::staysKnown);
      return CompletableFuture.completedFuture(true);
    }
    return stored
        .exists(user)
        .thenCompose(
            isStored -> isStored ? CompletableFuture.completedFuture(true) : atHost.exists(user));
  }

  /** Nobody else hears of it. */
  private static boolean staysKnown(Throwable failure) {
    Throwable cause = ChatException.unwrap(failure);
    Level level = cause instanceof StoreUnavailableException ? Level.DEBUG : Level.WARNING;
    LOG.log(level, "A known user could not be asked for again", cause);
    return true;
  }

  private CompletionStage<Set<UserId>> inStore(Set<UserId> users) {
    return CompletableFuture.supplyAsync(
        () -> {
          Set<UserId> found = Set.copyOf(directory.find(users).keySet());
          know(found, clock.instant()); // nobody knows how old that is
          return found;
        },
        worker);
  }

  private CompletionStage<Set<UserId>> newFromHost(Set<UserId> users) {
    return fromHost(users, false);
  }

  private CompletionStage<Set<UserId>> againFromHost(Set<UserId> users) {
    return fromHost(users, true);
  }

  private CompletionStage<Set<UserId>> fromHost(Set<UserId> users, boolean areStored) {
    Instant asked = clock.instant();
    return CompletableFuture.supplyAsync(() -> keys.keysOf(users), worker)
        .thenCompose(this::ask)
        .thenApplyAsync(found -> settle(users, found, asked, areStored), worker);
  }

  /** Whom the host calls nothing, it does not have. */
  private CompletionStage<Map<UserId, User>> ask(Map<UserId, UserKey> named) {
    return named.isEmpty() ? CompletableFuture.completedStage(Map.of()) : host.find(named);
  }

  private Set<UserId> settle(
      Set<UserId> asked, Map<UserId, User> found, Instant at, boolean areStored) {
    Set<UserId> missing = new HashSet<>(asked);
    missing.removeAll(found.keySet());
    profiles.store(found.values().stream().map(user -> ProfileUpdate.of(user, at)).toList());
    if (areStored && !missing.isEmpty()) {
      profiles.remove(missing, at);
    }
    know(found.keySet(), clock.instant().plus(FRESH));
    forget(missing, clock.instant().plus(areStored ? GONE : STRANGE));
    return Set.copyOf(found.keySet());
  }

  private synchronized void know(Set<UserId> users, Instant until) {
    for (UserId user : users) {
      strangersUntil.remove(user);
      lookAgainAt.put(user, until);
    }
  }

  private synchronized void forget(Set<UserId> users, Instant until) {
    for (UserId user : users) {
      lookAgainAt.remove(user);
      strangersUntil.put(user, until);
    }
  }
}
