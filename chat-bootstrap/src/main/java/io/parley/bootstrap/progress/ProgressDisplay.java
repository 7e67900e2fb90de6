package io.parley.bootstrap.progress;

import io.parley.adapter.postgres.nodechat.ImportListener;
import java.time.Duration;

/** Shows one part of the work after the other; not thread-safe. */
public final class ProgressDisplay implements ImportListener, AutoCloseable {
  private final Kind kind;
  private Part part = new Nothing();

  /** What parts are shown as. */
  @FunctionalInterface
  public interface Kind {
    Part begin(String what, long total, long done);
  }

  /** A part of the work while it is under way. */
  public interface Part extends AutoCloseable {
    /** So many more are done. */
    void advance(long rows);

    @Override
    void close();
  }

  private static final class Nothing implements Part {
    @Override
    public void advance(long rows) {}

    @Override
    public void close() {}
  }

  public ProgressDisplay(Kind kind) {
    this.kind = kind;
  }

  @Override
  public void begins(String what, long total, long done) {
    part.close();
    part = kind.begin(what, total, done);
  }

  @Override
  public void advances(long rows) {
    part.advance(rows);
  }

  @Override
  public void close() {
    part.close();
    part = new Nothing();
  }

  /** A time as people say it: {@code 45 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3_600
        ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
        : "%d h %02d min".formatted(seconds / 3_600, seconds / 60 % 60);
  }
}
