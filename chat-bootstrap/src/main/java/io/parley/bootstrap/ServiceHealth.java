package io.parley.bootstrap;

import io.parley.adapter.rest.Readiness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How the service and what it needs fare, as far as that is known without asking: the database by
 * the look that is taken at it every second anyway. Only the service's own state decides whether it
 * is ready: a database that is away is away for all nodes.
 */
final class ServiceHealth implements Readiness {
  /** A look that hangs is no answer. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final BooleanSupplier searchFollows;
  private final Optional<BooleanSupplier> busConnected;
  private volatile State state = State.STARTING;
  private volatile boolean answered;
  private volatile long answeredNanos;

  /** What the service is at. */
  private enum State {
    STARTING,
    SERVING,
    DRAINING
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   * @param busConnected empty for a node that is alone
   */
  ServiceHealth(
      LongSupplier nanoTime,
      BooleanSupplier searchFollows,
      Optional<BooleanSupplier> busConnected) {
    this.nanoTime = nanoTime;
    this.searchFollows = searchFollows;
    this.busConnected = busConnected;
  }

  /** Learns by a look at the database, which fails as it does, whether it answers. */
  Runnable watched(Runnable look) {
    return () -> {
      try {
        look.run();
        answeredNanos = nanoTime.getAsLong();
        answered = true;
      } catch (RuntimeException e) {
        answered = false;
        throw e;
      }
    };
  }

  /** New requests are welcome from now on. */
  void serve() {
    state = State.SERVING;
  }

  /** New requests are not welcome any more. */
  void drain() {
    state = State.DRAINING;
  }

  boolean isDatabaseUp() {
    return answered && nanoTime.getAsLong() - answeredNanos < SILENCE.toNanos();
  }

  boolean isSearchFollowing() {
    return searchFollows.getAsBoolean();
  }

  @Override
  public boolean isReady() {
    return state == State.SERVING;
  }

  @Override
  public Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "service",
        switch (state) {
          case STARTING -> "starting";
          case SERVING -> "serving";
          case DRAINING -> "draining";
        });
    parts.put("database", isDatabaseUp() ? "up" : "down");
    parts.put("searchIndex", isSearchFollowing() ? "up" : "behind");
    parts.put("bus", busConnected.map(bus -> bus.getAsBoolean() ? "up" : "down").orElse("none"));
    return parts;
  }
}
