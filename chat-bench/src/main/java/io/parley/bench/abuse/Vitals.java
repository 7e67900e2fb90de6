package io.parley.bench.abuse;

import io.parley.bench.server.JvmMemory;
import io.parley.bench.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What the service holds.
 *
 * @param handles open files and sockets; 0 where the system does not tell
 * @param heapBytes of live objects; 0 if they cannot be counted here
 */
record Vitals(long handles, long heapBytes) {
  private static final int SPARE_HANDLES = 64;
  private static final long SPARE_HEAP = 128L << 20;
  private static final Duration LOOK = Duration.ofSeconds(1);

  static Vitals of(ServiceProcess service) throws IOException, InterruptedException {
    long heap = JvmMemory.obstacle().isPresent() ? 0 : service.memory().snapshot().heap().bytes();
    return new Vitals(handles(service), heap);
  }

  /** Waits until the handles are back, but not for ever; what the service holds then. */
  Vitals awaitBack(ServiceProcess service, Duration limit)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(limit);
    while (handles(service) > handles + SPARE_HANDLES && !deadline.hasPassed()) {
      Thread.sleep(LOOK.toMillis());
    }
    return of(service);
  }

  /** Whether no more is held than before, but for some caches. */
  boolean isBackTo(Vitals before) {
    return handles <= before.handles + SPARE_HANDLES && heapBytes <= before.heapBytes + SPARE_HEAP;
  }

  private static long handles(ServiceProcess service) throws IOException {
    Path directory = Path.of("/proc", Long.toString(service.pid()), "fd");
    if (!Files.isReadable(directory)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(directory)) {
      return open.count();
    }
  }
}
