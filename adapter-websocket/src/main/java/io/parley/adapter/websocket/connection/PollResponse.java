package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.PollingPayload;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A polling GET that waits for its answer without holding a thread. */
final class PollResponse {
  private final Response response;
  private final Callback callback;
  private volatile Consumer<Throwable> onFailure = cause -> {};

  PollResponse(Request request, Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
    // The heartbeat decides how long a poll may wait, not the connector's idle timeout.
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(cause -> onFailure.accept(cause));
  }

  /** Says who is told if the client goes away before it has got the answer. */
  void onFailure(Consumer<Throwable> listener) {
    onFailure = listener;
  }

  /** Answers with an error instead of packets. Called once. */
  void refuse(EngineError error) {
    HttpAnswer.error(response, callback, error);
  }

  /** Answers with those packets. Called once. */
  void complete(List<EncodedPacket> packets) {
    byte[] body = PollingPayload.encode(packets);
    HttpAnswer.write(
        response,
        Callback.from(
            callback::succeeded,
            cause -> {
              callback.failed(cause);
              onFailure.accept(cause);
            }),
        HttpStatus.OK_200,
        HttpAnswer.TEXT,
        body);
  }
}
