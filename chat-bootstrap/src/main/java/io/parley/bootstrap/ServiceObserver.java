package io.parley.bootstrap;

import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.rest.RequestObserver;
import io.parley.adapter.rest.RestApi;
import io.parley.adapter.websocket.event.EventObserver;

/** Tells the metrics what the transports see. */
record ServiceObserver(ChatMetrics metrics) implements EventObserver, RequestObserver {
  private static final String SEND_ROUTE = RestApi.BASE_PATH + "/send";
  private static final String SEND_EVENT = "send_message";

  @Override
  public void answered(Answered request) {
    metrics.http().answered(request.method(), request.route(), request.status(), request.nanos());
    request
        .code()
        .ifPresent(
            code -> {
              metrics.http().failed(request.route(), code);
              if (request.route().equals(SEND_ROUTE)) {
                metrics.messages().refused("rest", code);
              }
            });
  }

  @Override
  public void answered(String event, long nanos) {
    metrics.sockets().answered(event, nanos);
  }

  @Override
  public void failed(String event, String code) {
    metrics.sockets().failed(event, code);
    if (event.equals(SEND_EVENT)) {
      metrics.messages().refused("socket", code);
    }
  }

  @Override
  public void connectRefused(String code) {
    metrics.sockets().refused(code);
  }

  @Override
  public void caughtUp(int messages) {
    metrics.catchUp().joined(messages);
  }

  @Override
  public void joinOverrun() {
    metrics.catchUp().joinOverrun();
  }
}
