package io.parley.bench;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The end of one node of a bus in memory that has, as Redis has, a channel for each user: a frame
 * goes into each of its users' channels, and out of it to each node that has subscribed to it. Not
 * thread-safe.
 */
final class ChannelBus implements ClusterBus {
  private final Traffic traffic;
  private Listener listener = Listener.nobody();

  /** What all nodes have sent and received. */
  static final class Traffic {
    private final Map<UserId, List<ChannelBus>> channels = new HashMap<>();
    private long framesIn;
    private long bytesIn;
    private long framesOut;
    private long bytesOut;

    /** Frames that were given to the bus, counted once for each channel. */
    long framesIn() {
      return framesIn;
    }

    long bytesIn() {
      return bytesIn;
    }

    /** Frames that nodes received. */
    long framesOut() {
      return framesOut;
    }

    long bytesOut() {
      return bytesOut;
    }
  }

  ChannelBus(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public void listen(Listener newListener) {
    listener = newListener;
  }

  @Override
  public int maxFrameBytes() {
    return 1 << 20;
  }

  @Override
  public void publish(List<Frame> frames) {
    for (Frame frame : frames) {
      for (UserId user : frame.users()) {
        traffic.framesIn++;
        traffic.bytesIn += frame.bytes().length;
        for (ChannelBus node : traffic.channels.getOrDefault(user, List.of())) {
          traffic.framesOut++;
          traffic.bytesOut += frame.bytes().length;
          node.listener.received(frame.bytes());
        }
      }
    }
  }

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    traffic.channels.computeIfAbsent(user, channel -> new ArrayList<>(1)).add(this);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void unsubscribe(UserId user) {
    traffic.channels.getOrDefault(user, new ArrayList<>()).remove(this);
  }

  @Override
  public void close() {
    traffic.channels.values().forEach(nodes -> nodes.remove(this));
  }
}
