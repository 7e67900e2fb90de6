package io.parley.adapter.memory;

import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.MessageLog.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The consumers of one process. */
public final class MemoryConsumerOffsets implements ConsumerOffsets {
  private final LongSupplier nanoTime;
  private final Map<String, Position> positions = new HashMap<>();
  private final Map<String, Claim> claims = new HashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public MemoryConsumerOffsets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized Optional<Position> claim(
      String consumer, UUID node, Position beginning, Duration term) {
    long now = nanoTime.getAsLong();
    Claim held = claims.get(consumer);
    if (held != null && !held.node().equals(node) && held.until() - now > 0) {
      return Optional.empty();
    }
    claims.put(consumer, new Claim(node, now + term.toNanos()));
    positions.putIfAbsent(consumer, beginning);
    return Optional.of(positions.get(consumer));
  }

  @Override
  public synchronized boolean move(String consumer, UUID node, Position to) {
    if (!isHeldBy(node, consumer)) {
      return false;
    }
    positions.put(consumer, to);
    return true;
  }

  @Override
  public synchronized void release(String consumer, UUID node) {
    if (isHeldBy(node, consumer)) {
      claims.remove(consumer);
    }
  }

  @Override
  public synchronized void reset(String consumer, Position to) {
    positions.put(consumer, to);
    claims.remove(consumer);
  }

  private boolean isHeldBy(UUID node, String consumer) {
    Claim held = claims.get(consumer);
    return held != null && held.node().equals(node);
  }

  private record Claim(UUID node, long until) {}
}
