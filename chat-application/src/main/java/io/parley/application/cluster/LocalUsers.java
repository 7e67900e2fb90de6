package io.parley.application.cluster;

import io.parley.application.delivery.Reach;
import io.parley.domain.conversation.Participants;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The users with connections on this node: for them, and no others, it listens to the bus. It
 * begins to listen before a connection's first read, so that nothing falls between. Thread-safe;
 * never blocks.
 */
public final class LocalUsers implements Reach, Attendance {
  /** Who loses his connection, or is asked to come again, does so within seconds. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final ClusterBus bus;
  private final Snapshots snapshots;
  private final LongSupplier nanoTime;
  private final Runnable late;
  private final Map<UserId, Subscription> users = new ConcurrentHashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   * @param late hears that somebody had connected, and may have read, before he was listened to
   */
  public LocalUsers(ClusterBus bus, Snapshots snapshots, LongSupplier nanoTime, Runnable late) {
    this.bus = bus;
    this.snapshots = snapshots;
    this.nanoTime = nanoTime;
    this.late = late;
  }

  /** A user of whom the bus is listened to; guarded by his entry in the map, but for the last. */
  private static final class Subscription {
    private final CompletionStage<Void> listening;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private final long askedNanos;
    private boolean connected;

    /** Whether he has connected before the bus has answered. */
    private boolean early;

    private long usedNanos;
    private volatile OptionalLong since = OptionalLong.empty();

    /** What was stored before his first connection here, which reads it by itself. */
    private volatile Optional<Snapshot> before = Optional.empty();

    Subscription(CompletionStage<Void> listening, long askedNanos) {
      this.listening = listening;
      this.askedNanos = askedNanos;
    }

    /** Whether nobody has asked before. */
    boolean begins() {
      return begun.compareAndSet(false, true);
    }
  }

  @Override
  public CompletionStage<Void> expect(UserId user) {
    return use(user, subscription -> {}).subscribed;
  }

  @Override
  public void arrived(UserId user) {
    use(
        user,
        subscription -> {
          subscription.connected = true;
          subscription.early |= subscription.begun.get() && subscription.since.isEmpty();
        });
  }

  private Subscription use(UserId user, Consumer<Subscription> change) {
    Subscription used =
        users.compute(
            user,
            (id, known) -> {
              long now = nanoTime.getAsLong();
              Subscription subscription =
                  Optional.ofNullable(known)
                      .orElseGet(() -> new Subscription(bus.subscribe(id), now));
              subscription.usedNanos = now;
              change.accept(subscription);
              return subscription;
            });
    if (used.begins()) {
      listen(user, used); // out there, for its end may come at once, and changes the map
    }
    return used;
  }

  @Override
  public void departed(UserId user) {
    users.computeIfPresent(
        user,
        (id, subscription) -> {
          subscription.connected = false;
          subscription.usedNanos = nanoTime.getAsLong();
          return subscription;
        });
  }

  private void listen(UserId user, Subscription subscription) {
    var unused =
        subscription
            .listening
            .thenCompose(
                listening -> {
                  begin(user, subscription);
                  return snapshots.take();
                })
            .thenAccept(
                taken -> {
                  keep(user, subscription, taken);
                  subscription.subscribed.complete(null);
                });
  }

  /** What an early one may have missed is looked for as if it should have arrived. */
  private void begin(UserId user, Subscription subscription) {
    users.computeIfPresent(
        user,
        (id, current) -> {
          subscription.since =
              OptionalLong.of(subscription.early ? subscription.askedNanos : nanoTime.getAsLong());
          return current;
        });
    if (subscription.early) {
      late.run();
    }
  }

  /** A snapshot that came too late for a connection may have what it did not read. */
  private void keep(UserId user, Subscription subscription, Optional<Snapshot> taken) {
    users.computeIfPresent(
        user,
        (id, current) -> {
          if (current == subscription && !subscription.connected) {
            subscription.before = taken;
          }
          return current;
        });
  }

  /** Stops to listen for those who are without a connection for some time; to be called often. */
  public void sweep() {
    long limit = nanoTime.getAsLong() - KEPT.toNanos();
    users
        .keySet()
        .forEach(
            user ->
                users.computeIfPresent(
                    user,
                    (id, subscription) -> {
                      if (subscription.connected || subscription.usedNanos - limit > 0) {
                        return subscription;
                      }
                      bus.unsubscribe(id);
                      return null;
                    }));
  }

  /** How many users are listened to. */
  public int count() {
    return users.size();
  }

  @Override
  public boolean isWhole() {
    return false;
  }

  @Override
  public OptionalLong since(Participants pair) {
    return earlier(pair).map(subscription -> subscription.since).orElseGet(OptionalLong::empty);
  }

  @Override
  public Optional<Snapshot> before(Participants pair) {
    return earlier(pair).flatMap(subscription -> subscription.before);
  }

  /** That one of the two of whom the bus is listened to for longer. */
  private Optional<Subscription> earlier(Participants pair) {
    Optional<Subscription> first = heard(pair.first());
    Optional<Subscription> second = heard(pair.second());
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    long difference =
        first.get().since.getAsLong() - second.get().since.getAsLong(); // set once and for all
    return difference < 0 ? first : second;
  }

  private Optional<Subscription> heard(UserId user) {
    return Optional.ofNullable(users.get(user))
        .filter(subscription -> subscription.since.isPresent());
  }
}
