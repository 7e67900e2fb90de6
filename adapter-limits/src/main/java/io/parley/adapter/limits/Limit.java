package io.parley.adapter.limits;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token bucket.
 *
 * @param perSecond how many times a second in the long run, 1 to {@value #MAX}
 * @param burst how many times at once, after a pause; {@code perSecond} to {@value #MAX}
 */
public record Limit(long perSecond, long burst) {
  public static final long MAX = 1_000_000_000;

  /** How many seconds' worth may be spent at once unless it is said otherwise. */
  private static final long USUAL_BURST = 10;

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,10})(?::([0-9]{1,10}))?");

  public Limit {
    if (perSecond < 1 || burst < perSecond || burst > MAX) {
      throw new IllegalArgumentException(
          "must be 1 or more a second, and at least as many at once, not more than " + MAX);
    }
  }

  /**
   * Reads a limit: {@code 20} a second with up to 200 at once, or {@code 20:50}, with up to 50.
   *
   * @return empty if it is {@code off}
   * @throws IllegalArgumentException if it is none of these
   */
  public static Optional<Limit> parse(String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("must be like 20, 20:50 or off");
    }
    long perSecond = Long.parseLong(parts.group(1));
    String burst = parts.group(2);
    return Optional.of(
        new Limit(
            perSecond,
            burst == null ? Math.min(MAX, USUAL_BURST * perSecond) : Long.parseLong(burst)));
  }

  Bucket newBucket(TimeMeter time) {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build())
        .withCustomTimePrecision(time)
        .build();
  }

  /** After how long an untouched bucket is full, even if it was overdrawn by as much. */
  Duration refill() {
    return Duration.ofSeconds(2 * burst / perSecond + 1);
  }
}
