package io.parley.application.presence;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices who comes and goes, and tells those who share a conversation and are online. Short
 * absences are not worth telling: a user is gone when he has been without a connection for the
 * whole grace period.
 *
 * <p>Changes gather while the audience of earlier ones is looked up, so a storm of reconnects costs
 * a few reads, not one for each user. An announcement whose audience cannot be read, or for which
 * the worker has no room, is dropped: {@link CheckOnline} always tells the truth.
 */
public final class TrackPresence {
  private final PresenceRegistry registry;
  private final ConversationStore conversations;
  private final ChatNotifier notifier;
  private final Clock clock;
  private final Duration grace;
  private final ScheduledExecutorService timer;
  private final Executor worker;

  private final Set<UserId> announcedOnline = ConcurrentHashMap.newKeySet();

  /** When each user's last connection ended, until the grace period has passed. */
  private final ConcurrentMap<UserId, Instant> departures = new ConcurrentHashMap<>();

  private final Object lock = new Object();
  private Map<UserId, Instant> waiting = new HashMap<>();
  private boolean announcing;

  /**
   * @param grace how long a user may be away unnoticed
   * @param timer waits for the grace periods; runs nothing that blocks
   * @param worker runs the reads, which block
   */
  public TrackPresence(
      PresenceRegistry registry,
      ConversationStore conversations,
      ChatNotifier notifier,
      Clock clock,
      Duration grace,
      ScheduledExecutorService timer,
      Executor worker) {
    this.registry = registry;
    this.conversations = conversations;
    this.notifier = notifier;
    this.clock = clock;
    this.grace = grace;
    this.timer = timer;
    this.worker = worker;
  }

  /** Notes a new connection; does not block. */
  public void connected(UserId user, ConnectionId connection) {
    if (registry.connected(user, connection)) {
      review(user, clock.instant());
    }
  }

  /** Notes the end of a connection; does not block. */
  public void disconnected(UserId user, ConnectionId connection) {
    if (registry.disconnected(user, connection)) {
      Instant at = clock.instant();
      departures.put(user, at);
      try {
        Future<?> unused =
            timer.schedule(
                () -> reviewDeparture(user, at), grace.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException stopping) {
        // nobody is left to be told
      }
    }
  }

  private void reviewDeparture(UserId user, Instant at) {
    // one who came and went again in the meantime has a later departure, with its own grace period
    if (departures.remove(user, at)) {
      review(user, at);
    }
  }

  private void review(UserId user, Instant at) {
    synchronized (lock) {
      waiting.put(user, at);
      if (announcing) {
        return;
      }
      announcing = true;
    }
    startAnnouncing();
  }

  private void startAnnouncing() {
    try {
      worker.execute(this::announceWaiting);
    } catch (RejectedExecutionException overloaded) {
      dropWaiting();
    }
  }

  private void announceWaiting() {
    try {
      for (Map<UserId, Instant> changes = takeWaiting();
          !changes.isEmpty();
          changes = takeWaiting()) {
        announceIfReadable(changes);
      }
    } catch (RuntimeException | Error bug) {
      dropWaiting(); // else nothing would ever be announced again
      throw bug;
    }
  }

  private void announceIfReadable(Map<UserId, Instant> changes) {
    try {
      announce(changes);
    } catch (StoreUnavailableException unreadable) {
      // dropped, as the class comment says
    }
  }

  private void dropWaiting() {
    synchronized (lock) {
      waiting = new HashMap<>();
      announcing = false;
    }
  }

  /** Everything that waits; once that is nothing, the next change starts a new round. */
  private Map<UserId, Instant> takeWaiting() {
    synchronized (lock) {
      Map<UserId, Instant> taken = waiting;
      waiting = new HashMap<>();
      announcing = !taken.isEmpty();
      return taken;
    }
  }

  private void announce(Map<UserId, Instant> changes) {
    Set<UserId> online = registry.online(changes.keySet());
    changes.keySet().removeIf(user -> !isNews(user, online.contains(user)));
    if (changes.isEmpty()) {
      return;
    }
    Map<UserId, Set<UserId>> partners = conversations.partners(changes.keySet());
    changes.forEach(
        (user, at) -> {
          boolean isOnline = online.contains(user);
          if (isOnline) {
            announcedOnline.add(user);
          } else {
            announcedOnline.remove(user);
          }
          Set<UserId> audience = registry.online(partners.getOrDefault(user, Set.of()));
          if (!audience.isEmpty()) {
            notifier.publish(new PresenceChanged(new PresenceChange(user, isOnline, at, audience)));
          }
        });
  }

  /**
   * Who is away, but not yet for the whole grace period, is not news: that comes when it is over.
   */
  private boolean isNews(UserId user, boolean online) {
    boolean announced = announcedOnline.contains(user);
    return online ? !announced : announced && !departures.containsKey(user);
  }
}
