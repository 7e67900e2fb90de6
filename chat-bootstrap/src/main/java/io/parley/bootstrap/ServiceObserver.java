package io.parley.bootstrap;

import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.rest.FollowedRequest;
import io.parley.adapter.rest.RequestObserver;
import io.parley.adapter.rest.RestApi;
import io.parley.adapter.traces.ChatTraces;
import io.parley.adapter.traces.TracedRequest;
import io.parley.adapter.websocket.event.EventObserver;
import java.util.Optional;

/** Tells the metrics, and the traces if there are any, what the transports see. */
record ServiceObserver(ChatMetrics metrics, Optional<ChatTraces> traces)
    implements EventObserver, RequestObserver {
  private static final String SEND_ROUTE = RestApi.BASE_PATH + "/send";
  private static final String SEND_EVENT = "send_message";

  @Override
  public FollowedRequest arrived(String method, Headers headers) {
    return traces.isPresent()
        ? new Followed(traces.get().requests().arrived(method, headers::first))
        : FollowedRequest.byNobody();
  }

  /** A request, as the traces know it. */
  private record Followed(TracedRequest request) implements FollowedRequest {
    @Override
    public Stretch enter() {
      return request.enter()::close;
    }

    @Override
    public void answered(Answered answer) {
      request.answered(answer.route(), answer.status(), answer.code());
    }

    @Override
    public void ended() {
      request.ended();
    }
  }

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
  public EventObserver.Stretch arrived(String event) {
    return traces.isPresent()
        ? traces.get().events().arrived(event)::close
        : EventObserver.Stretch.UNOBSERVED;
  }

  @Override
  public void answered(String event, long nanos) {
    metrics.sockets().answered(event, nanos);
    if (traces.isPresent()) {
      traces.get().events().answered();
    }
  }

  @Override
  public void refused(String event, String code) {
    metrics.sockets().failed(event, code);
    if (event.equals(SEND_EVENT)) {
      metrics.messages().refused("socket", code);
    }
  }

  @Override
  public void failed(String event, String code) {
    refused(event, code);
    if (traces.isPresent()) {
      traces.get().events().failed(code);
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
