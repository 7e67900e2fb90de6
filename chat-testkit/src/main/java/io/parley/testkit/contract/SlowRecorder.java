package io.parley.testkit.contract;

import io.parley.domain.port.MessageStore.Appended;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Records appends in the order in which they are handed over. It takes its time, so that a store
 * that hands over two at once is caught, where a quick recorder would mostly miss it.
 */
final class SlowRecorder implements Consumer<Appended> {
  private static final long NANOS_FOR_EACH = 50_000;

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicBoolean overlapped = new AtomicBoolean();
  private final List<Appended> recorded = new ArrayList<>();

  @Override
  public void accept(Appended appended) {
    if (inside.incrementAndGet() > 1) {
      overlapped.set(true);
    }
    long end = System.nanoTime() + NANOS_FOR_EACH;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    synchronized (recorded) {
      recorded.add(appended);
    }
    inside.decrementAndGet();
  }

  boolean overlapped() {
    return overlapped.get();
  }

  List<Appended> recorded() {
    synchronized (recorded) {
      return List.copyOf(recorded);
    }
  }
}
