package io.parley.bench.verify.client;

import io.parley.bench.client.EventLoop;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * All users with their devices. They write to each other at a rate, mark, delete and repeat, until
 * they are told to stop. The methods may be called from any thread.
 */
public final class Crowd {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final int SECOND_DEVICE_ONE_IN = 3;
  private static final double MARK_SHARE = 0.03;
  private static final double LOWER_MARK_SHARE = 0.2;
  private static final double CHANGE_SHARE = 0.02;
  private static final double REPEAT_SHARE = 0.02;
  private static final double SEND_OFFLINE_SHARE = 0.1;

  /** What could not be sent in its time is made up for later, but for what is older than this. */
  private static final double MAX_DUE_NANOS = 30e9;

  private static final int TRIES_OF_A_TICK = 40;

  private final EventLoop loop;
  private final Scene scene;
  private final Plan plan;
  private final double perNano;
  private final List<Device> devices = new ArrayList<>();
  private final List<List<Device>> byUser = new ArrayList<>();
  private boolean sending = true;
  private boolean over;
  private double due;
  private long lastTick;

  /**
   * @param users from 1 on
   * @param perSecond messages of all users together
   * @param baseline last positions of conversations that exist already
   */
  public Crowd(
      EventLoop loop,
      InetSocketAddress server,
      LongFunction<String> tokens,
      RestClient rest,
      Features features,
      Map<Long, Long> baseline,
      int users,
      int perSecond,
      long seed) {
    this.loop = loop;
    this.scene = new Scene(loop, server, tokens, rest, features, baseline, seed);
    this.plan = new Plan(users, scene.random());
    this.perNano = perSecond / 1e9;
    for (int user = 1; user <= users; user++) {
      List<Device> own = new ArrayList<>();
      own.add(new Device(scene, user, 1));
      if (user % SECOND_DEVICE_ONE_IN == 0) {
        own.add(new Device(scene, user, 2));
      }
      byUser.add(own);
      devices.addAll(own);
    }
  }

  /** Connects everybody and begins to write. */
  public void start() {
    lastTick = System.nanoTime();
    loop.every(TICK, this::tick);
  }

  private boolean tick() {
    long now = System.nanoTime();
    due = Math.min(MAX_DUE_NANOS * perNano, due + (now - lastTick) * perNano);
    lastTick = now;
    for (int tries = 0; sending && due >= 1 && tries < TRIES_OF_A_TICK; tries++) {
      due -= act() ? 1 : 0;
    }
    devices.forEach(device -> device.tick(now));
    return !over;
  }

  /** One message, and now and then something else; false if its sender has no time for it. */
  private boolean act() {
    Plan.Pair pair = plan.next(scene.millis());
    List<Device> own = byUser.get((int) pair.first() - 1);
    Device device = own.get(scene.random().nextInt(own.size()));
    if (!device.hasTime() || !(device.isConnected() || scene.chance(SEND_OFFLINE_SHARE))) {
      return false;
    }
    device.add(new SendErrand(device, scene.compose(pair.first(), pair.second())));
    if (scene.chance(MARK_SHARE)) {
      mark(device);
    }
    Outgoing recent = device.anyRecent();
    if (recent == null) {
      return true;
    }
    if (scene.features().clientMessageIds() && scene.chance(REPEAT_SHARE)) {
      device.add(new RepeatErrand(device, recent, scene.chance(0.5)));
    }
    if (scene.features().deletes()
        && scene.chance(CHANGE_SHARE)
        && scene.isFirstChange(recent.id())) {
      device.add(new ChangeErrand(device, recent, true, System.nanoTime()));
    }
    return true;
  }

  /** Marks up to what the device has, or up to something before that, which must change nothing. */
  private void mark(Device device) {
    List<Followed> followed = List.copyOf(device.catchUp().followed());
    if (followed.isEmpty()) {
      return;
    }
    Followed one = followed.get(scene.random().nextInt(followed.size()));
    long upTo = one.upTo();
    if (upTo > 1 && scene.chance(LOWER_MARK_SHARE)) {
      upTo = 1L + scene.random().nextInt((int) upTo);
    }
    if (upTo > 0 || !scene.features().readPositions()) {
      device.add(new MarkErrand(device, one.conversation(), upTo));
    }
  }

  /** Whether a request was served that was sent after a time of {@link System#nanoTime}. */
  public boolean servedSince(long nanos) {
    return scene.servedSince(nanos);
  }

  /** Begins nothing new. What is under way goes on. */
  public void stopSending() {
    loop.call(() -> sending = false);
  }

  /** Whether everything was answered, and every device has caught up. */
  public boolean isSettled() {
    return loop.call(
        () ->
            devices.stream().allMatch(device -> device.isIdle() && device.catchUp().isComplete()));
  }

  /** Devices that wait for something, to be printed. */
  public List<String> unsettled() {
    return loop.call(
        () ->
            devices.stream()
                .filter(device -> !device.isIdle() || !device.catchUp().isComplete())
                .map(
                    device ->
                        device
                            + (device.isConnected() ? "" : ", not connected")
                            + (device.isIdle() ? "" : ", errands under way")
                            + (device.catchUp().isComplete() ? "" : ", has not caught up"))
                .toList());
  }

  /** Lets every device catch up once more; {@link #isSettled} tells when they have. */
  public void catchUpAgain() {
    loop.execute(() -> devices.forEach(device -> device.catchUp().again()));
  }

  /** How many events have come so far. */
  public long events() {
    return loop.call(() -> scene.counts().events);
  }

  /** Ends everything; the connections stay as they are. */
  public void end() {
    loop.call(() -> over = true);
  }

  /** What was written down; to be read when all has ended. */
  public Records records() {
    return scene.records();
  }

  /** What was done; to be read when all has ended. */
  public Counts counts() {
    return scene.counts();
  }
}
