package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.PollingPayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A polling GET that waits for its answer without holding a thread. */
final class PollResponse {
  private static final String GZIP = "gzip";
  private static final HttpField GZIPPED =
      new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, GZIP);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final int gzipThreshold;
  private volatile Consumer<Throwable> onFailure = cause -> {};

  /**
   * @param gzipThreshold bytes, from where on the answer is compressed
   */
  PollResponse(Request request, Response response, Callback callback, int gzipThreshold) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.gzipThreshold = gzipThreshold;
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
    if (body.length >= gzipThreshold && acceptsGzip()) {
      response.getHeaders().put(GZIPPED);
      body = gzip(body);
    }
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

  private boolean acceptsGzip() {
    return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains(GZIP);
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return compressed.toByteArray();
  }
}
