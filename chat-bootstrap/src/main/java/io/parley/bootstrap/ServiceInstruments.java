package io.parley.bootstrap;

import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.rest.RequestObserver;
import io.parley.adapter.traces.ChatTraces;
import io.parley.adapter.websocket.event.EventObserver;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.config.TelemetryConfig;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.MessageStore;
import io.parley.server.Instruments;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Where the metrics, and the traces if there are any, stand around the chat and its stores. */
record ServiceInstruments(
    ChatMetrics metrics, Optional<ChatTraces> traces, ServiceObserver observer)
    implements Instruments, AutoCloseable {

  /**
   * Begins to measure, and to send traces if the settings say where to.
   *
   * @throws StartupException if the settings of the traces are wrong
   */
  static ServiceInstruments open(TelemetryConfig config) {
    Optional<ChatTraces> traces = openTraces(config);
    var metrics = new ChatMetrics();
    return new ServiceInstruments(metrics, traces, new ServiceObserver(metrics, traces));
  }

  private static Optional<ChatTraces> openTraces(TelemetryConfig config) {
    try {
      return ChatTraces.open(config.variables());
    } catch (IllegalArgumentException e) {
      throw new StartupException("Traces cannot be sent: " + e.getMessage(), e);
    }
  }

  /** The gauges and counters of what the modules count by themselves. */
  ServiceMetrics shown() {
    return new ServiceMetrics(metrics);
  }

  /** The store, with what is handed to it measured and followed. */
  MessageStore messages(MessageStore store) {
    MessageStore measured = metrics.messages().measured(store);
    return traces.map(followed -> followed.messages().traced(measured)).orElse(measured);
  }

  /** Measures and follows what comes after the commit of a group. */
  Executor groups(Executor afterCommit) {
    Executor measured = metrics.messages().groups(afterCommit);
    return traces.map(followed -> followed.messages().groups(measured)).orElse(measured);
  }

  @Override
  public ChatNotifier delivered(ChatNotifier told) {
    return metrics.messages().delivered(told);
  }

  @Override
  public Executor fromBus(Executor delivering) {
    return metrics.messages().fromBus(delivering);
  }

  @Override
  public Executor blocking(Executor workers) {
    return traces.map(followed -> followed.carrying(workers)).orElse(workers);
  }

  @Override
  public EventObserver events() {
    return observer;
  }

  @Override
  public RequestObserver requests() {
    return observer;
  }

  /** Sends the last traces, and measures no more. */
  @Override
  public void close() {
    traces.ifPresent(ChatTraces::close);
    metrics.close();
  }
}
