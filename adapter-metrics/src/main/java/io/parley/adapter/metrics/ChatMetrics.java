package io.parley.adapter.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All that is measured of one service. Measuring takes counters and clocks, no locks; what others
 * count already is looked at when somebody asks. {@code docs/metrics.md} lists every name.
 *
 * <p>No label has an id, a token or a path of a client: each has a few values that are known
 * beforehand.
 *
 * @since 0.1
 */
public final class ChatMetrics implements AutoCloseable {
  /** The format of {@link #page}: Prometheus text, version 0.0.4. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** How old a page may be: who asks all the time does not make the service look all the time. */
  private static final Duration FRESH = Duration.ofMillis(200);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Once<?>> looks = new CopyOnWriteArrayList<>();

  /** The registry holds on to what it reads by weak references only. */
  private final List<Object> kept = new ArrayList<>();

  private final MessageMetrics messages = new MessageMetrics(registry);
  private final HttpMetrics http = new HttpMetrics(registry);
  private final SocketMetrics sockets = new SocketMetrics(registry);
  private final AccessMetrics access = new AccessMetrics(registry);
  private final CatchUpMetrics catchUp = new CatchUpMetrics(registry);
  private final JvmMetrics jvm = JvmMetrics.of(registry);

  private final LongSupplier nanoTime;
  private String page = "";
  private long pageNanos;

  public ChatMetrics() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}, for the age of pages
   */
  ChatMetrics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The way of a message: accepted, committed, delivered. */
  public MessageMetrics messages() {
    return messages;
  }

  public HttpMetrics http() {
    return http;
  }

  public SocketMetrics sockets() {
    return sockets;
  }

  /** Who was refused: limits and tokens. */
  public AccessMetrics access() {
    return access;
  }

  public CatchUpMetrics catchUp() {
    return catchUp;
  }

  /** For what has metrics of its own, such as a pool of connections. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Looks at something once for each page, however many of its numbers come from there.
   *
   * @return what the last look has seen
   */
  public <T> Supplier<T> once(Supplier<T> look) {
    Once<T> once = new Once<>(look);
    looks.add(once);
    return once;
  }

  /** Shows a number that goes up and down; its name ends with its unit, if it has one. */
  public void gauge(String name, String description, Supplier<Number> value) {
    gauge(name, description, Map.of(), value);
  }

  /**
   * Shows one number of several that share a name.
   *
   * @param labels with values from a set that is known beforehand
   */
  public void gauge(
      String name, String description, Map<String, String> labels, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).tags(tags(labels)).register(registry);
  }

  /** Shows a number that only grows, and that somebody else counts. */
  public void counter(String name, String description, Supplier<Number> value) {
    counter(name, description, Map.of(), value);
  }

  /**
   * Shows one count of several that share a name.
   *
   * @param labels with values from a set that is known beforehand
   */
  public void counter(
      String name, String description, Map<String, String> labels, Supplier<Number> value) {
    synchronized (kept) {
      kept.add(value);
    }
    FunctionCounter.builder(name, value, supplier -> supplier.get().doubleValue())
        .description(description)
        .tags(tags(labels))
        .register(registry);
  }

  private static Tags tags(Map<String, String> labels) {
    Tags tags = Tags.empty();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    return tags;
  }

  /** Everything there is, a fraction of a second old at most; never asks a database. */
  public synchronized String page() {
    long now = nanoTime.getAsLong();
    if (page.isEmpty() || now - pageNanos > FRESH.toNanos()) {
      looks.forEach(Once::look);
      page = registry.scrape();
      pageNanos = now;
    }
    return page;
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }

  /** What the last look has seen. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private volatile T seen;

    Once(Supplier<T> source) {
      this.source = source;
      this.seen = source.get();
    }

    void look() {
      seen = source.get();
    }

    @Override
    public T get() {
      return seen;
    }
  }
}
