package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.Text;
import io.parley.bench.report.Figures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Messages at one rate, whatever becomes of them, and what became of them. All state belongs to the
 * loop; to be looked at when everything was answered.
 */
final class Phase {
  private static final byte[] OK = "[{\"ok\":true".getBytes(StandardCharsets.UTF_8);
  private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

  /** The pieces in which it is looked at to see when it became normal. */
  private static final Duration SLOT = Duration.ofMillis(250);

  private final int perSecond;
  private final Duration length;
  private final Histogram accepted = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
  private final Map<String, Integer> refused = new TreeMap<>();
  private final List<Histogram> slots = new ArrayList<>();
  private final List<Boolean> refusals = new ArrayList<>();
  private long began;
  private int sent;

  Phase(int perSecond, Duration length) {
    this.perSecond = perSecond;
    this.length = length;
    for (long i = 0; i <= length.dividedBy(SLOT); i++) {
      slots.add(new Histogram(TimeUnit.MINUTES.toNanos(5), 3));
      refusals.add(false);
    }
  }

  /** Sends a message; {@code number} counts those of the phase, {@code due} is in nanoseconds. */
  interface Send {
    void accept(int number, long due);
  }

  /**
   * Sends when messages are due, on the loop.
   *
   * @return reaches zero when all were sent
   */
  CountDownLatch begin(EventLoop loop, Send send) {
    began = System.nanoTime();
    return Pace.begin(
        loop, length, perSecond * length.toSeconds(), due -> send.accept(sent++, due));
  }

  /** Whether an acknowledgement says that all went well. */
  static boolean isOk(Text acknowledgement) {
    return acknowledgement.startsWith(OK);
  }

  /** The code of the error in an acknowledgement. */
  static String code(Text acknowledgement) {
    Matcher code = CODE.matcher(acknowledgement.toString());
    return code.find() ? code.group(1) : "unnamed";
  }

  /** The message that was due then was acknowledged just now. */
  void accepted(long due) {
    long nanos = System.nanoTime() - due;
    accepted.recordValue(nanos);
    slots.get(slot(due)).recordValue(nanos);
  }

  /** The message that was due then was refused. */
  void refused(long due, String code) {
    refused.merge(code, 1, Integer::sum);
    refusals.set(slot(due), true);
  }

  /** From when a message was due until it was acknowledged. */
  Histogram accepted() {
    return accepted;
  }

  /** How often, by code. */
  Map<String, Integer> refused() {
    return refused;
  }

  /** When nothing more was refused, and 99 of 100 messages took no longer than so many ns. */
  Duration normalAfter(long nanos) {
    int slot = slots.size();
    while (slot > 0
        && !refusals.get(slot - 1)
        && slots.get(slot - 1).getValueAtPercentile(99) <= nanos) {
      slot--;
    }
    return SLOT.multipliedBy(slot);
  }

  /** Adds what became of the messages; the figures begin with {@code name}. */
  void addTo(Figures figures, String name) {
    figures
        .add(name + "_sent", sent)
        .add(
            name + "_accepted_per_second",
            accepted.getTotalCount() / Math.max(1, length.toSeconds()))
        .addMillis(name + "_p50_ms", accepted.getValueAtPercentile(50))
        .addMillis(name + "_p99_ms", accepted.getValueAtPercentile(99))
        .addMillis(name + "_max_ms", accepted.getMaxValue());
    refused.forEach((code, count) -> figures.add(name + "_refused_" + code, count));
  }

  private int slot(long due) {
    return (int) Math.min(slots.size() - 1, (due - began) / SLOT.toNanos());
  }
}
