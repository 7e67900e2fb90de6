package io.parley.application.message;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Tells those who run the chat that a rule of the host fails: once a minute, however often. */
final class SilentRule {
  private static final System.Logger LOG = System.getLogger(SilentRule.class.getName());
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final String rule;
  private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - BETWEEN.toNanos());

  SilentRule(String rule) {
    this.rule = rule;
  }

  void failed(Throwable failure) {
    long last = toldAt.get();
    long now = System.nanoTime();
    if (now - last >= BETWEEN.toNanos() && toldAt.compareAndSet(last, now)) {
      LOG.log(Level.WARNING, "The " + rule + " does not answer", failure);
    }
  }
}
