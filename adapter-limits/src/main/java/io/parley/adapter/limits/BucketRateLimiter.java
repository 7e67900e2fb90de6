package io.parley.adapter.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.TimeMeter;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.AddressBlock;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.SpendingLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets in memory, one for each user and each address and what they do; a bucket that is
 * full again is forgotten.
 *
 * <p>In a cluster each node has buckets of its own, so that nobody waits for another machine; about
 * once a second {@link #exchange} tells the others what was spent here, and takes out of the
 * buckets here what was spent there. A user who does the same on several nodes is held to one
 * limit, but for what he can do in a second. Who stays below a tenth of his limit is not worth
 * telling.
 *
 * @since 0.1
 */
public final class BucketRateLimiter implements RateLimiter {
  /** From one exchange to the next. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Buckets beyond that are forgotten, those that are used least first. */
  private static final int MAX_BUCKETS = 500_000;

  private static final int WORTH_TELLING = 10;

  /** What was told longer ago says nothing about what others have spent since. */
  private static final long MAX_AGE_NANOS = INTERVAL.multipliedBy(5).toNanos();

  private final Map<LimitedAction, Limit> ofUsers;
  private final Map<LimitedAction, Limit> ofAddresses;
  private final LongSupplier nanoTime;
  private final Cache<Account, Meter> users;
  private final Cache<Origin, Meter> addresses;
  private final Queue<Meter> toTell = new ConcurrentLinkedQueue<>();
  private volatile boolean sharing;

  /**
   * @param ofUsers for each user; what is not named is not limited
   * @param ofAddresses for each address, of all its users together
   * @param nanoTime as {@link System#nanoTime}
   */
  public BucketRateLimiter(
      Map<LimitedAction, Limit> ofUsers,
      Map<LimitedAction, Limit> ofAddresses,
      LongSupplier nanoTime) {
    this.ofUsers = Map.copyOf(ofUsers);
    this.ofAddresses = Map.copyOf(ofAddresses);
    this.nanoTime = nanoTime;
    this.users = buckets(nanoTime);
    this.addresses = buckets(nanoTime);
  }

  /** Who does something, before it is known on whose behalf. */
  private record Origin(LimitedAction action, String address) {}

  private static <K> Cache<K, Meter> buckets(LongSupplier nanoTime) {
    Ticker ticker = nanoTime::getAsLong;
    return Caffeine.newBuilder()
        .maximumSize(MAX_BUCKETS)
        .ticker(ticker)
        .expireAfter(Expiry.<K, Meter>accessing((key, meter) -> meter.limit().refill()))
        .build();
  }

  @Override
  public void spend(Account account) {
    Limit limit = ofUsers.get(account.action());
    if (limit != null) {
      Meter meter = meter(users, account, limit, account);
      spend(meter);
      if (sharing && meter.count() == Math.max(1, limit.perSecond() / WORTH_TELLING)) {
        toTell.add(meter);
      }
    }
  }

  @Override
  public void spend(LimitedAction action, String address) {
    Limit limit = ofAddresses.get(action);
    if (limit != null) {
      spend(meter(addresses, new Origin(action, AddressBlock.of(address)), limit, null));
    }
  }

  private <K> Meter meter(Cache<K, Meter> meters, K key, Limit limit, @Nullable Account account) {
    return meters.get(key, newMeter(limit, account));
  }

  private <K> Function<K, Meter> newMeter(Limit limit, @Nullable Account account) {
    return key -> new Meter(limit, account, limit.newBucket(new Time(nanoTime)));
  }

  private static void spend(Meter meter) {
    if (!meter.bucket().tryConsume(1)) {
      long nanos = meter.bucket().estimateAbilityToConsume(1).getNanosToWaitForRefill();
      throw new RateLimitedException(Duration.ofNanos(Math.max(1, nanos)));
    }
  }

  /**
   * Tells a ledger what was spent here since the last time, and learns what was spent elsewhere; to
   * be called every {@link #INTERVAL}. Blocks for as long as the ledger does.
   *
   * @throws io.parley.domain.error.StoreUnavailableException if the ledger does not answer; then
   *     each node holds its users to their limits by itself
   */
  public synchronized void exchange(SpendingLedger ledger) {
    sharing = true;
    List<Meter> meters = new ArrayList<>();
    Map<Account, Long> spent = new HashMap<>();
    for (Meter meter = toTell.poll(); meter != null; meter = toTell.poll()) {
      meters.add(meter);
      spent.put(meter.account(), meter.takeCount());
    }
    if (spent.isEmpty()) {
      return;
    }
    Map<Account, Long> totals = ledger.add(spent);
    long now = nanoTime.getAsLong();
    for (Meter meter : meters) {
      long here = spent.getOrDefault(meter.account(), 0L);
      long total = totals.getOrDefault(meter.account(), here);
      meter.learn(total, here, now, MAX_AGE_NANOS);
    }
  }

  /** The time of the buckets. */
  private record Time(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
