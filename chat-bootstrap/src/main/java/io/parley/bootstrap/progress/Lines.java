package io.parley.bootstrap.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line every few seconds: {@code Reading messages: 40000 of 100000, 20000/s, 3 s left}. */
public final class Lines implements ProgressDisplay.Part {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final String what;
  private final long total;
  private final long doneBefore;
  private final long began;
  private long done;
  private long next;
  private long said;

  private Lines(PrintWriter out, LongSupplier nanoTime, String what, long total, long done) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.what = what;
    this.total = total;
    this.doneBefore = done;
    this.done = done;
    this.said = done;
    this.began = nanoTime.getAsLong();
    this.next = began + EVERY.toNanos();
    out.println(total == 0 ? what : "%s: %d of %d".formatted(what, done, total));
  }

  /**
   * Lines for a file or a log.
   *
   * @param nanoTime such as {@link System#nanoTime()}
   */
  public static ProgressDisplay.Kind on(PrintWriter out, LongSupplier nanoTime) {
    return (what, total, done) -> new Lines(out, nanoTime, what, total, done);
  }

  @Override
  public void advance(long rows) {
    done += rows;
    long now = nanoTime.getAsLong();
    if (now - next >= 0) {
      next = now + EVERY.toNanos();
      say(now);
    }
  }

  private void say(long now) {
    said = done;
    out.println(describe(now - began));
  }

  private String describe(long nanos) {
    double rate = (done - doneBefore) * 1e9 / Math.max(1, nanos);
    String left =
        total > done && rate > 0
            ? ", %s left"
                .formatted(ProgressDisplay.text(Duration.ofSeconds((long) ((total - done) / rate))))
            : "";
    return String.format(Locale.ROOT, "%s: %d of %d, %.0f/s%s", what, done, total, rate, left);
  }

  @Override
  public void close() {
    if (total > 0 && done > said) {
      say(nanoTime.getAsLong());
    }
  }
}
