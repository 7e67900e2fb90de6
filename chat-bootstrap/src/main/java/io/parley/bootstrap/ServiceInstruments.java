package io.parley.bootstrap;

import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.rest.RequestObserver;
import io.parley.adapter.traces.ChatTraces;
import io.parley.adapter.websocket.event.EventObserver;
import io.parley.domain.port.ChatNotifier;
import io.parley.server.Instruments;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Where the metrics, and the traces if there are any, stand around the chat. */
record ServiceInstruments(
    ChatMetrics metrics, Optional<ChatTraces> traces, ServiceObserver observer)
    implements Instruments {
  ServiceInstruments(ChatMetrics metrics, Optional<ChatTraces> traces) {
    this(metrics, traces, new ServiceObserver(metrics, traces));
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
}
