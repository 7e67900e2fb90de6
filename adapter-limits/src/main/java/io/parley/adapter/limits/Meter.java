package io.parley.adapter.limits;

import io.github.bucket4j.Bucket;
import io.parley.domain.limit.Account;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A bucket, and what of it the other nodes know. */
final class Meter {
  private final Limit limit;
  private final @Nullable Account account;
  private final Bucket bucket;
  private final AtomicLong untold = new AtomicLong();

  // What the last exchange brought; only the one who exchanges looks at these.
  private boolean told;
  private long toldAt;
  private long lastTotal;

  Meter(Limit limit, @Nullable Account account, Bucket bucket) {
    this.limit = limit;
    this.account = account;
    this.bucket = bucket;
  }

  Limit limit() {
    return limit;
  }

  Account account() {
    return Objects.requireNonNull(account, "an address has no account");
  }

  Bucket bucket() {
    return bucket;
  }

  /** Counts what the others do not know yet. */
  long count() {
    return untold.incrementAndGet();
  }

  /** What the others do not know yet; from now on they do. */
  long takeCount() {
    return untold.getAndSet(0);
  }

  /**
   * Takes what others have spent out of the bucket.
   *
   * @param total what was spent on all nodes since the account began
   * @param here what of it was told right now
   */
  void learn(long total, long here, long now, long maxAgeNanos) {
    if (told && now - toldAt <= maxAgeNanos) {
      long elsewhere = Math.min(limit.burst(), total - lastTotal - here);
      if (elsewhere > 0) {
        long unused = bucket.consumeIgnoringRateLimits(elsewhere);
      }
    }
    told = true;
    toldAt = now;
    lastTotal = total;
  }
}
