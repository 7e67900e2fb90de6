package io.parley.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A bus between nodes, and what it carries. */
public final class MeasuredBus implements ClusterBus {
  private final ClusterBus bus;
  private final Counter published;
  private final Counter publishedBytes;
  private final Counter received;
  private final Counter receivedBytes;
  private final Counter interruptions;
  private final Counter reconnects;
  private final AtomicBoolean connected = new AtomicBoolean();
  private volatile boolean begun;

  private MeasuredBus(ClusterBus bus, MeterRegistry registry) {
    this.bus = bus;
    published = counter(registry, "chat.bus.published", "Frames for other nodes");
    publishedBytes = counter(registry, "chat.bus.published.bytes", "The bytes of these frames");
    received = counter(registry, "chat.bus.received", "Frames that the bus has brought");
    receivedBytes = counter(registry, "chat.bus.received.bytes", "The bytes of these frames");
    interruptions = counter(registry, "chat.bus.interruptions", "Losses of the bus");
    reconnects = counter(registry, "chat.bus.reconnects", "Returns of the bus after a loss");
  }

  /** Measures a bus, of which a service has one at most. */
  public static MeasuredBus of(ClusterBus bus, ChatMetrics metrics) {
    MeasuredBus measured = new MeasuredBus(bus, metrics.registry());
    metrics.gauge(
        "chat.bus.connected",
        "Whether frames reach this node: 1 or 0",
        () -> measured.isConnected() ? 1 : 0);
    metrics.gauge("chat.bus.queue.frames", "Frames that wait to be sent", measured::waitingFrames);
    metrics.counter(
        "chat.bus.dropped",
        "Frames that could not be sent; the other nodes look into the database instead",
        measured::droppedFrames);
    return measured;
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Whether frames reach this node now. */
  public boolean isConnected() {
    return connected.get();
  }

  @Override
  public void listen(Listener listener) {
    bus.listen(new Counted(listener));
  }

  @Override
  public int maxFrameBytes() {
    return bus.maxFrameBytes();
  }

  @Override
  public void publish(List<Frame> frames) {
    published.increment(frames.size());
    publishedBytes.increment(frames.stream().mapToInt(frame -> frame.bytes().length).sum());
    bus.publish(frames);
  }

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    return bus.subscribe(user);
  }

  @Override
  public void unsubscribe(UserId user) {
    bus.unsubscribe(user);
  }

  @Override
  public int waitingFrames() {
    return bus.waitingFrames();
  }

  @Override
  public long droppedFrames() {
    return bus.droppedFrames();
  }

  @Override
  public void close() {
    bus.close();
  }

  private final class Counted implements Listener {
    private final Listener listener;

    Counted(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void received(byte[] frame) {
      received.increment();
      receivedBytes.increment(frame.length);
      listener.received(frame);
    }

    @Override
    public void interrupted(String reason) {
      connected.set(false);
      interruptions.increment();
      listener.interrupted(reason);
    }

    @Override
    public void restored() {
      if (!connected.getAndSet(true)) {
        if (begun) {
          reconnects.increment();
        }
        begun = true;
      }
      listener.restored();
    }

    @Override
    public void missed(Duration time) {
      listener.missed(time);
    }
  }
}
