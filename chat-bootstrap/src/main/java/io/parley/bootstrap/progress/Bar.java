package io.parley.bootstrap.progress;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, with the rate and the time that is left. */
public final class Bar implements ProgressDisplay.Part {
  /** Fits into every terminal, so none has to be asked. */
  private static final int WIDTH = 79;

  private static final int EVERY_MILLIS = 250;

  private final ProgressBar bar;

  private Bar(ProgressBar bar) {
    this.bar = bar;
  }

  /** Bars on a stream that is a terminal. */
  public static ProgressDisplay.Kind on(PrintStream terminal) {
    return (what, total, done) ->
        new Bar(
            new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total == 0 ? -1 : total)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(EVERY_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH))
                .showSpeed(new DecimalFormat("#", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .build());
  }

  @Override
  public void advance(long rows) {
    bar.stepBy(rows);
  }

  @Override
  public void close() {
    bar.close();
  }
}
