package io.parley.application.presence;

import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.PresenceRegistry.Pulse;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.UserId;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices who comes and goes, and tells those who share a conversation and are online. Short
 * absences are not worth telling: a user is gone when he has been without a connection, on all
 * nodes, for the whole grace period.
 *
 * <p>Changes gather while earlier ones are looked at, so a storm of reconnects costs a few round
 * trips for every {@value #TOGETHER} users, not for each. What the registry cannot be told for now
 * is told later; an announcement whose audience cannot be read is dropped: {@link CheckOnline}
 * always tells the truth.
 *
 * @since 0.1
 */
public final class TrackPresence {
  /** A page that is loaded anew is no absence. */
  public static final Duration USUAL_GRACE = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(TrackPresence.class.getName());

  private static final Duration BEAT = Duration.ofSeconds(PresenceRegistry.LIFE_SECONDS / 5);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Users who are looked at, and told of, at once: each may have hundreds to be told. */
  private static final int TOGETHER = 500;

  private final LocalConnections here;
  private final PresenceRegistry registry;
  private final CheckOnline checkOnline;
  private final ConversationStore conversations;
  private final ChatNotifier notifier;
  private final Silence silence;
  private final Clock clock;
  private final Duration grace;
  private final ScheduledExecutorService timer;
  private final Executor worker;
  private volatile Runnable whenNodeLost = () -> {};

  /** When each user's last connection ended, until the grace period has passed. */
  private final ConcurrentMap<UserId, Instant> departures = new ConcurrentHashMap<>();

  /** Whom the registry knows as here (true) or away; only the one who looks at changes. */
  private final Map<UserId, Boolean> told = new HashMap<>();

  private final Object lock = new Object();
  private final Map<UserId, Instant> waiting = new LinkedHashMap<>();
  private boolean pulse;
  private boolean working;
  private boolean retryPlanned;

  /**
   * As the other one, where nobody can be blocked.
   *
   * @param grace how long a user may be away unnoticed
   * @param timer waits for the grace periods; runs nothing that blocks
   * @param worker runs what blocks
   */
  public TrackPresence(
      LocalConnections here,
      PresenceRegistry registry,
      ConversationStore conversations,
      ChatNotifier notifier,
      Clock clock,
      Duration grace,
      ScheduledExecutorService timer,
      Executor worker) {
    this(here, registry, conversations, notifier, Silence.none(), clock, grace, timer, worker);
  }

  /**
   * @param silence says who is not told of whom
   * @param grace how long a user may be away unnoticed
   * @param timer waits for the grace periods; runs nothing that blocks
   * @param worker runs what blocks
   */
  public TrackPresence(
      LocalConnections here,
      PresenceRegistry registry,
      ConversationStore conversations,
      ChatNotifier notifier,
      Silence silence,
      Clock clock,
      Duration grace,
      ScheduledExecutorService timer,
      Executor worker) {
    this.here = here;
    this.registry = registry;
    this.checkOnline = new CheckOnline(here, registry);
    this.conversations = conversations;
    this.notifier = notifier;
    this.silence = silence;
    this.clock = clock;
    this.grace = grace;
    this.timer = timer;
    this.worker = worker;
  }

  /**
   * Begins to give signs of life to the other nodes, and to notice whose end.
   *
   * @param nodeLost runs, on the worker, when a node has ended without a word
   */
  public void start(Runnable nodeLost) {
    whenNodeLost = nodeLost;
    beat();
  }

  private void beat() {
    synchronized (lock) {
      pulse = true;
    }
    work();
    later(this::beat, BEAT);
  }

  /** Notes a new connection; does not block. */
  public void connected(UserId user, ConnectionId connection) {
    if (here.add(user, connection)) {
      review(user, clock.instant());
    }
  }

  /** Notes the end of a connection; does not block. */
  public void disconnected(UserId user, ConnectionId connection) {
    if (here.remove(user, connection)) {
      Instant at = clock.instant();
      departures.put(user, at);
      review(user, at); // he is away
      later(() -> reviewDeparture(user, at), grace);
    }
  }

  private void reviewDeparture(UserId user, Instant at) {
    departures.remove(user, at); // a later departure stays: it has its own grace period
    review(user, at);
  }

  private void review(UserId user, Instant at) {
    synchronized (lock) {
      waiting.put(user, at);
    }
    work();
  }

  private void later(Runnable task, Duration delay) {
    try {
      var unused = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      // nobody is left to be told
    }
  }

  // --- looking at what has changed, one at a time ------------------------------------------------

  private void work() {
    synchronized (lock) {
      if (working || retryPlanned) {
        return;
      }
      working = true;
    }
    try {
      worker.execute(this::lookAtChanges);
    } catch (RejectedExecutionException overloaded) {
      stopWorking();
      retry();
    }
  }

  private void retry() {
    synchronized (lock) {
      retryPlanned = true;
    }
    later(
        () -> {
          synchronized (lock) {
            retryPlanned = false;
          }
          work();
        },
        RETRY);
  }

  private void stopWorking() {
    synchronized (lock) {
      working = false;
    }
  }

  private void lookAtChanges() {
    boolean again = true;
    while (again) {
      Map<UserId, Instant> changes;
      boolean beat;
      synchronized (lock) {
        changes = takeSome();
        beat = pulse;
        pulse = false;
        again = beat || !changes.isEmpty();
        working = again;
      }
      if (again) {
        try {
          if (beat) {
            pulse();
          }
          register(changes);
        } catch (StoreUnavailableException notNow) {
          putBack(changes, beat);
          return;
        } catch (RuntimeException | Error bug) {
          stopWorking(); // else nothing would ever be announced again
          throw bug;
        }
      }
    }
  }

  private Map<UserId, Instant> takeSome() {
    Map<UserId, Instant> some = new HashMap<>();
    var all = waiting.entrySet().iterator();
    while (all.hasNext() && some.size() < TOGETHER) {
      Map.Entry<UserId, Instant> change = all.next();
      some.put(change.getKey(), change.getValue());
      all.remove();
    }
    return some;
  }

  private void putBack(Map<UserId, Instant> changes, boolean beat) {
    synchronized (lock) {
      changes.forEach(waiting::putIfAbsent);
      pulse = pulse || beat;
      working = false;
    }
    retry();
  }

  private void pulse() {
    Pulse found = registry.keepAlive();
    Instant now = clock.instant();
    if (found.forgotten()) {
      told.clear();
      synchronized (lock) {
        here.users().forEach(user -> waiting.putIfAbsent(user, now));
      }
    }
    if (found.nodesLost()) {
      whenNodeLost.run();
    }
    Map<UserId, Instant> gone = new HashMap<>();
    for (UserId user : found.gone()) {
      if (!here.contains(user)) {
        gone.put(user, now);
      }
      if (gone.size() == TOGETHER) {
        announce(Map.of(), gone);
        gone.clear();
      }
    }
    announce(Map.of(), gone);
  }

  /** Brings the registry to what is so here, and announces what that changes. */
  private void register(Map<UserId, Instant> changes) {
    Set<UserId> arriving = new HashSet<>();
    Set<UserId> leaving = new HashSet<>();
    Set<UserId> going = new HashSet<>();
    for (UserId user : changes.keySet()) {
      Boolean known = told.get(user);
      if (here.contains(user)) {
        if (known == null || !known) {
          arriving.add(user);
        }
      } else if (known != null && !departures.containsKey(user)) {
        going.add(user);
      } else if (known != null && known) {
        leaving.add(user);
      }
    }
    Map<UserId, Instant> come = new HashMap<>();
    Map<UserId, Instant> gone = new HashMap<>();
    try {
      if (!leaving.isEmpty()) {
        registry.leave(leaving);
        leaving.forEach(user -> told.put(user, false));
      }
      if (!arriving.isEmpty()) {
        registry.arrive(arriving).forEach(user -> come.put(user, changes.get(user)));
        arriving.forEach(user -> told.put(user, true));
      }
      if (!going.isEmpty()) {
        registry.forget(going).forEach(user -> gone.put(user, changes.get(user)));
        going.forEach(told::remove);
      }
    } finally {
      announce(come, gone);
    }
  }

  private void announce(Map<UserId, Instant> come, Map<UserId, Instant> gone) {
    Set<UserId> users = new HashSet<>(come.keySet());
    users.addAll(gone.keySet());
    if (users.isEmpty()) {
      return;
    }
    try {
      Map<UserId, Set<UserId>> partners = conversations.partners(users);
      Set<UserId> all = new HashSet<>();
      partners.values().forEach(all::addAll);
      Set<UserId> listening = checkOnline.among(all);
      Set<Participants> told = new HashSet<>();
      partners.forEach(
          (user, others) ->
              others.stream()
                  .filter(listening::contains)
                  .forEach(other -> told.add(Participants.of(user, other))));
      if (!told.isEmpty()) {
        told.removeAll(silence.among(told));
      }
      come.forEach((user, at) -> tell(user, true, at, partners, told));
      gone.forEach((user, at) -> tell(user, false, at, partners, told));
    } catch (StoreUnavailableException unreadable) {
      LOG.log(Level.DEBUG, "Nobody is told who came or went", unreadable);
    }
  }

  private void tell(
      UserId user,
      boolean online,
      Instant at,
      Map<UserId, Set<UserId>> partners,
      Set<Participants> told) {
    Set<UserId> audience = new HashSet<>(partners.getOrDefault(user, Set.of()));
    audience.removeIf(other -> !told.contains(Participants.of(user, other)));
    if (!audience.isEmpty()) {
      notifier.publish(new PresenceChanged(new PresenceChange(user, online, at, audience)));
    }
  }
}
