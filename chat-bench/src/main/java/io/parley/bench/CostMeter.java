package io.parley.bench;

import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ServiceProcess;
import java.time.Duration;

/**
 * What a message costs, from {@link #begin} to {@link #end}: CPU time of the service, of its
 * database and of the bench, and the memory that the service allocates.
 */
final class CostMeter implements Stretch {
  /** For a service that is not ours: nothing is known of it. */
  static final CostMeter NONE = new CostMeter(() -> Reading.ZERO);

  private final Meter meter;
  private Reading atBegin = Reading.ZERO;
  private Reading atEnd = Reading.ZERO;

  private CostMeter(Meter meter) {
    this.meter = meter;
  }

  static CostMeter of(ServiceProcess service, BenchDatabase database) {
    return new CostMeter(
        () ->
            new Reading(
                service.cpu(),
                database.cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                service.allocatedBytes()));
  }

  @Override
  public void begin() {
    atBegin = meter.read();
  }

  @Override
  public void end() {
    atEnd = meter.read();
  }

  /** Adds the cost of each of so many messages, if it is known. */
  void addTo(Figures figures, long messages) {
    if (this == NONE || messages == 0) {
      return;
    }
    figures
        .addMicros("service_cpu_us_per_message", atEnd.service.minus(atBegin.service), messages)
        .addMicros("database_cpu_us_per_message", atEnd.database.minus(atBegin.database), messages)
        .addMicros("bench_cpu_us_per_message", atEnd.bench.minus(atBegin.bench), messages)
        .add(
            "allocated_bytes_per_message",
            (atEnd.allocatedBytes - atBegin.allocatedBytes) / messages);
  }

  private interface Meter {
    Reading read();
  }

  private record Reading(Duration service, Duration database, Duration bench, long allocatedBytes) {
    static final Reading ZERO = new Reading(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
  }
}
