package io.parley.adapter.memory;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.SteadyBusListener;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One node's end of a bus between the nodes of one process. Delivers at once, loses nothing.
 *
 * @since 0.1
 */
public final class MemoryBus implements ClusterBus {
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private final List<MemoryBus> nodes;
  private final Set<UserId> subscribed = ConcurrentHashMap.newKeySet();
  private final Object turn = new Object();
  private volatile SteadyBusListener listener = new SteadyBusListener(Listener.nobody());

  private MemoryBus(List<MemoryBus> nodes) {
    this.nodes = nodes;
    nodes.add(this);
  }

  /** The first node of a new bus. */
  public static MemoryBus create() {
    return new MemoryBus(new CopyOnWriteArrayList<>());
  }

  /** One more node of the same bus. */
  public MemoryBus join() {
    return new MemoryBus(nodes);
  }

  @Override
  public void listen(Listener newListener) {
    listener = new SteadyBusListener(newListener);
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public void publish(List<Frame> frames) {
    frames.forEach(this::publish);
  }

  private void publish(Frame frame) {
    int size = frame.bytes().length;
    if (size > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("a frame of " + size + " bytes");
    }
    for (MemoryBus node : nodes) {
      if (frame.users().stream().anyMatch(node.subscribed::contains)) {
        node.receive(frame.bytes());
      }
    }
  }

  private void receive(byte[] frame) {
    synchronized (turn) {
      listener.received(frame.clone());
      listener.settle(); // a bus without a clock: each frame is a beat
    }
  }

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    subscribed.add(user);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void unsubscribe(UserId user) {
    subscribed.remove(user);
  }

  @Override
  public void close() {
    nodes.remove(this);
  }
}
