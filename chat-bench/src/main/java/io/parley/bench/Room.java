package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the one room that a broadcast server has. The first of them publishes; what each
 * gets is counted, and timed from its publication. All state belongs to the loop.
 */
final class Room {
  private static final byte[] EVENT = "[\"event\",\"".getBytes(StandardCharsets.US_ASCII);
  private static final String ZEROS = "0000000000";
  private static final long JOIN_SECONDS = 60;

  private final EventLoop loop;
  private final InetSocketAddress server;
  private final String padding;
  private final List<Member> members = new ArrayList<>();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private Runnable onComplete = () -> {};
  private long[] publishedAt = new long[1024];
  private int[] awaited = new int[1024];
  private int published;
  private int open;
  private @Nullable Measurement measurement;

  /**
   * @param payloadBytes length of the text that an event carries, at least 10
   */
  Room(EventLoop loop, InetSocketAddress server, int payloadBytes) {
    this.loop = loop;
    this.server = server;
    this.padding = "x".repeat(Math.max(0, payloadBytes - ZEROS.length()));
  }

  /** Connects sockets, and returns when all of them are in the room. */
  void join(int sockets) throws InterruptedException {
    CountDownLatch joined = new CountDownLatch(sockets);
    for (int i = 0; i < sockets; i++) {
      Member member = new Member(joined);
      members.add(member);
      loop.connect(server, "", member);
    }
    if (!joined.await(JOIN_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only some sockets could connect: " + failure.get());
    }
  }

  // --- on the loop ---------------------------------------------------------------------------

  /** What to do whenever an event has reached all sockets. */
  void onComplete(Runnable action) {
    onComplete = action;
  }

  /** Events that have not reached all sockets. */
  int open() {
    return open;
  }

  int published() {
    return published;
  }

  /**
   * Publishes the next event.
   *
   * @param atNanos when its way begins, by {@link System#nanoTime}
   */
  void publish(long atNanos) {
    int number = ++published;
    if (number == publishedAt.length) {
      publishedAt = Arrays.copyOf(publishedAt, number * 2);
      awaited = Arrays.copyOf(awaited, number * 2);
    }
    publishedAt[number] = atNanos;
    awaited[number] = members.size();
    open++;
    String digits = Integer.toString(number);
    Objects.requireNonNull(members.get(0).socket)
        .emit("publish", "\"" + ZEROS.substring(digits.length()) + digits + padding + "\"");
  }

  private void delivered(int number) {
    Measurement running = measurement;
    if (running != null) {
      running.latency.recordValue(System.nanoTime() - publishedAt[number]);
    }
    if (--awaited[number] == 0) {
      open--;
      onComplete.run();
    }
  }

  private final class Member implements SocketListener {
    private final EventSequence sequence = new EventSequence();
    private final CountDownLatch joined;
    private @Nullable WireSocket socket;

    Member(CountDownLatch joined) {
      this.joined = joined;
    }

    @Override
    public void connected(WireSocket connected) {
      socket = connected;
      joined.countDown();
    }

    @Override
    public void event(WireSocket from, Text event) {
      long number = event.numberAfter(EVENT);
      if (sequence.take(number, published)) {
        delivered((int) number);
      }
    }

    @Override
    public void acknowledged(WireSocket from, int ackId, Text data) {
      throw new IllegalStateException("nothing was asked");
    }

    @Override
    public void closed(String reason) {
      failure.compareAndSet(null, reason);
    }
  }

  // --- from outside --------------------------------------------------------------------------

  /** Begins to count and to time deliveries. */
  void startMeasuring() {
    loop.execute(() -> measurement = new Measurement());
  }

  /** Ends what {@link #startMeasuring} began. */
  Measured stopMeasuring() {
    return loop.call(
        () -> {
          Measured measured = Objects.requireNonNull(measurement).end();
          measurement = null;
          return measured;
        });
  }

  /** What went wrong up to now. */
  Losses losses() {
    return loop.call(
        () ->
            new Losses(
                sum(sequence -> sequence.lost(published)),
                sum(EventSequence::duplicated),
                sum(EventSequence::outOfOrder),
                Objects.requireNonNullElse(failure.get(), "")));
  }

  private long sum(ToLongFunction<EventSequence> count) {
    return members.stream().mapToLong(member -> count.applyAsLong(member.sequence)).sum();
  }

  /**
   * Deliveries of some time.
   *
   * @param latency nanoseconds from publication to delivery, of every delivery
   * @param loopCpu CPU time of the generator's thread
   */
  record Measured(Duration time, Histogram latency, Duration loopCpu) {
    double perSecond() {
      return latency.getTotalCount() * 1e9 / time.toNanos();
    }

    /** CPU time in percent of one core. */
    double percent(Duration cpu) {
      return 100.0 * cpu.toNanos() / time.toNanos();
    }
  }

  /**
   * What the sockets have missed, got twice, or got where another event was due.
   *
   * @param failure why the first connection ended that did; empty if none
   */
  record Losses(long lost, long duplicated, long outOfOrder, String failure) {
    static final Losses NONE = new Losses(0, 0, 0, "");

    Losses plus(Losses other) {
      return new Losses(
          lost + other.lost,
          duplicated + other.duplicated,
          outOfOrder + other.outOfOrder,
          failure.isEmpty() ? other.failure : failure);
    }

    boolean isClean() {
      return lost == 0 && duplicated == 0 && outOfOrder == 0 && failure.isEmpty();
    }
  }

  private static final class Measurement {
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private final long from = System.nanoTime();
    private final long cpuFrom = cpu();

    Measured end() {
      return new Measured(
          Duration.ofNanos(System.nanoTime() - from), latency, Duration.ofNanos(cpu() - cpuFrom));
    }

    private static long cpu() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }
}
