package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * A room in which events are published at a steady rate, whether or not those before have arrived.
 * Its sockets are timed on their own, then while others are there that do not read, then once these
 * were cut off.
 */
final class SlowReadersRun {
  private static final int STALLED_RECEIVE_BUFFER = 4096;
  private static final long LOOK_MILLIS = 100;
  private static final long CONNECT_SECONDS = 60;

  /** A server that cannot keep up with the rate has a backlog at the end: late is not lost. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final InetSocketAddress server;
  private final LongSupplier residentBytes;
  private final Room room;
  private final ServerWatch watch;
  private final Plan plan;

  /**
   * @param room that the healthy sockets have joined
   * @param residentBytes memory that the server occupies
   */
  SlowReadersRun(
      EventLoop loop, InetSocketAddress server, LongSupplier residentBytes, Room room, Plan plan) {
    this.loop = loop;
    this.server = server;
    this.residentBytes = residentBytes;
    this.room = room;
    this.plan = plan;
    this.watch = new ServerWatch(loop, server);
  }

  /**
   * What to do.
   *
   * @param rate events per second
   * @param stalled sockets of each round that stop reading
   * @param phase length of each of a round's three parts
   * @param cutLimit how long after its second part a stalled socket may still be there
   */
  record Plan(
      int rate, int stalled, int rounds, Duration warmup, Duration phase, Duration cutLimit) {}

  Outcome run() throws InterruptedException, IOException {
    List<Round> rounds = new ArrayList<>();
    try (Pacer pacer = new Pacer()) {
      pacer.start();
      Thread.sleep(plan.warmup.toMillis());
      for (int i = 0; i < plan.rounds; i++) {
        rounds.add(round());
      }
    }
    awaitDrained();
    return new Outcome(rounds, loop.call(room::published), room.losses());
  }

  private Round round() throws InterruptedException, IOException {
    ServerWatch.State healthy = watch.ask(false);
    Cut cut = new Cut(healthy);
    Phase before = phase(cut);
    addStalled();
    cut.begin();
    Phase during = phase(cut);
    cut.await();
    Phase after = phase(cut);
    return new Round(before, during, after, cut.count, cut.nanos);
  }

  /** Connects sockets that read no more once they are connected. */
  private void addStalled() throws InterruptedException {
    CountDownLatch stalled = new CountDownLatch(plan.stalled);
    for (int i = 0; i < plan.stalled; i++) {
      loop.connect(server, "", new Stalled(stalled));
    }
    if (!stalled.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only some sockets could connect");
    }
  }

  /**
   * Measures for a while; the server is looked at in the same way in every phase. It collects its
   * garbage once in each, when sockets that do not read have their queues nearly full.
   */
  private Phase phase(Cut cut) throws InterruptedException, IOException {
    room.startMeasuring();
    long start = System.nanoTime();
    long collection = start + plan.phase.multipliedBy(2).dividedBy(3).toNanos();
    long end = start + plan.phase.toNanos();
    long heap = 0;
    long resident = 0;
    for (long now = start; now < end; now = System.nanoTime()) {
      boolean collect = heap == 0 && now >= collection;
      ServerWatch.State state = watch.ask(collect);
      cut.seen(state);
      heap = collect ? state.heapBytes() : heap;
      resident = Math.max(resident, residentBytes.getAsLong());
      Thread.sleep(LOOK_MILLIS);
    }
    return new Phase(room.stopMeasuring().latency(), heap, resident);
  }

  private void awaitDrained() throws InterruptedException {
    long limit = System.nanoTime() + DRAIN_LIMIT.toNanos();
    while (loop.call(room::open) > 0 && System.nanoTime() < limit) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /**
   * A part of a round.
   *
   * @param latency nanoseconds from publication to delivery, of every delivery
   * @param heapBytes what the server's heap held of what was in use
   * @param residentBytes the most memory that the server occupied
   */
  record Phase(Histogram latency, long heapBytes, long residentBytes) {}

  /**
   * One round.
   *
   * @param cutOff stalled sockets that the server closed as slow consumers
   * @param cutNanos from when they had stopped reading to when the last of them was seen closed
   */
  record Round(Phase before, Phase during, Phase after, long cutOff, long cutNanos) {}

  /** What was seen; losses are of the healthy sockets over the whole run. */
  record Outcome(List<Round> rounds, long published, Room.Losses losses) {
    long cutOff() {
      return rounds.stream().mapToLong(Round::cutOff).sum();
    }

    boolean isClean(int stalled) {
      return losses.isClean() && rounds.stream().allMatch(round -> round.cutOff == stalled);
    }
  }

  /** Watches how the stalled sockets of a round are cut off. */
  private final class Cut {
    private final ServerWatch.State healthy;
    private long from;
    private long count;
    private long nanos;
    private long openWebSockets;

    Cut(ServerWatch.State healthy) {
      this.healthy = healthy;
    }

    void begin() {
      from = System.nanoTime();
    }

    void seen(ServerWatch.State state) {
      long newCount = state.cutOff() - healthy.cutOff();
      if (newCount > count) {
        nanos = System.nanoTime() - from;
      }
      count = newCount;
      openWebSockets = state.openWebSockets();
    }

    /** Returns when all were cut off and their connections are gone, or at the limit. */
    void await() throws InterruptedException, IOException {
      long limit = System.nanoTime() + plan.cutLimit.toNanos();
      while ((count < plan.stalled || openWebSockets > healthy.openWebSockets())
          && System.nanoTime() < limit) {
        Thread.sleep(LOOK_MILLIS);
        seen(watch.ask(false));
      }
    }
  }

  private static final class Stalled implements SocketListener {
    private final CountDownLatch stalled;

    Stalled(CountDownLatch stalled) {
      this.stalled = stalled;
    }

    @Override
    public void connected(WireSocket socket) {
      socket.stopReading(STALLED_RECEIVE_BUFFER);
      stalled.countDown();
    }

    @Override
    public void event(WireSocket socket, Text event) {
      // came with the packet that connected it
    }

    @Override
    public void acknowledged(WireSocket socket, int ackId, Text data) {
      throw new IllegalStateException("nothing was asked");
    }

    @Override
    public void closed(String reason) {
      // what becomes of it, the server says
    }
  }

  /** Publishes when the next event is due; its way begins then, even if it starts late. */
  private final class Pacer implements AutoCloseable {
    private final Thread thread = new Thread(this::publish, "bench-pacer");
    private volatile boolean running = true;

    void start() {
      thread.setDaemon(true);
      thread.start();
    }

    private void publish() {
      long interval = TimeUnit.SECONDS.toNanos(1) / plan.rate;
      for (long due = System.nanoTime(); running; due += interval) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        long dueNanos = due;
        loop.execute(() -> room.publish(dueNanos));
      }
    }

    @Override
    public void close() {
      running = false;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
