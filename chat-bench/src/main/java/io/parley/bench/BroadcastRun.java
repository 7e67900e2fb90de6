package io.parley.bench;

import io.parley.bench.client.EventLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One socket publishes to a room in a closed loop: the next event goes when all sockets have got
 * one of those under way.
 */
final class BroadcastRun {
  static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final Room room;
  private final int inFlight;
  private final CountDownLatch drained = new CountDownLatch(1);
  private boolean publishing;

  /**
   * @param inFlight events that may be under way
   */
  BroadcastRun(EventLoop loop, Room room, int inFlight) {
    this.loop = loop;
    this.room = room;
    this.inFlight = inFlight;
  }

  /**
   * @param drain how long the last events may take before they count as lost
   * @param serverCpu CPU time that the server has used
   */
  Outcome run(Duration warmup, Duration length, Duration drain, Supplier<Duration> serverCpu)
      throws InterruptedException {
    loop.execute(
        () -> {
          publishing = true;
          room.onComplete(this::proceed);
          proceed();
        });
    Thread.sleep(warmup.toMillis());
    room.startMeasuring();
    Duration cpuBefore = serverCpu.get();
    Thread.sleep(length.toMillis());
    Room.Measured measured = room.stopMeasuring();
    Duration cpu = serverCpu.get().minus(cpuBefore);
    loop.execute(
        () -> {
          publishing = false;
          proceed();
        });
    boolean unused = drained.await(drain.toMillis(), TimeUnit.MILLISECONDS);
    return new Outcome(measured, cpu, room.losses());
  }

  private void proceed() {
    while (publishing && room.open() < inFlight) {
      room.publish(System.nanoTime());
    }
    if (!publishing && room.open() == 0) {
      drained.countDown();
    }
  }

  /**
   * What was seen; losses are of the whole run, the rest of its measured part.
   *
   * @param serverCpu CPU time that the server used meanwhile
   */
  record Outcome(Room.Measured measured, Duration serverCpu, Room.Losses losses) {
    double perSecond() {
      return measured.perSecond();
    }

    double latencyNanos(double percentile) {
      return measured.latency().getValueAtPercentile(percentile);
    }

    double generatorCpuPercent() {
      return measured.percent(measured.loopCpu());
    }

    double serverCpuPercent() {
      return measured.percent(serverCpu);
    }
  }
}
