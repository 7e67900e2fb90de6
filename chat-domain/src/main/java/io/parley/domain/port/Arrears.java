package io.parley.domain.port;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What a bus owes the other nodes: since when it may have lost frames without having told them so,
 * and the word that tells them ({@link ClusterBus.Listener#missed}). Thread-safe.
 *
 * @since 0.1
 */
public final class Arrears {
  private static final long NOTHING = -1;

  private final LongSupplier nanoTime;
  private final long start;

  /** Nanoseconds from the start to the first loss that was not told, or {@link #NOTHING}. */
  private final AtomicLong since = new AtomicLong(NOTHING);

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public Arrears(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** A frame was lost just now, or may have been. */
  public void grow() {
    since.compareAndSet(NOTHING, now());
  }

  /**
   * The word for the others, if there is something to tell; from then on it counts as told.
   *
   * @return how long ago it began, in milliseconds, in eight bytes
   */
  public Optional<byte[]> word() {
    long begun = since.getAndSet(NOTHING);
    return begun == NOTHING
        ? Optional.empty()
        : Optional.of(ByteBuffer.allocate(Long.BYTES).putLong((now() - begun) / 1_000_000).array());
  }

  /** A word did not get through. */
  public void keep(byte[] word) {
    long begun = Math.max(0, now() - read(word).toNanos());
    since.accumulateAndGet(
        begun, (known, again) -> known == NOTHING ? again : Math.min(known, again));
  }

  /** What a word says; zero if it is none, as those of earlier versions. */
  public static Duration read(byte[] word) {
    long millis = word.length == Long.BYTES ? ByteBuffer.wrap(word).getLong() : 0;
    return Duration.ofMillis(Math.max(0, Math.min(millis, Integer.MAX_VALUE)));
  }

  private long now() {
    return nanoTime.getAsLong() - start;
  }
}
