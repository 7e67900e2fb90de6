package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.PollingPayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A polling GET that waits for its answer without holding a thread. A client that has not taken the
 * answer when the heartbeat's time is over is hung up on: it cannot have seen the ping, either.
 */
final class PollResponse extends TimerWheel.Timeout {
  private static final String GZIP = "gzip";
  private static final HttpField GZIPPED =
      new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, GZIP);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final EngineServer server;
  private volatile Runnable onTaken = () -> {};
  private volatile Consumer<Throwable> onFailure = cause -> {};
  private volatile boolean over;

  PollResponse(Request request, Response response, Callback callback, EngineServer server) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.server = server;
    // The heartbeat decides how long a poll may wait, not the connector's idle timeout.
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(cause -> onFailure.accept(cause));
  }

  /**
   * Says who is told of the end.
   *
   * @param taken the client has got the answer
   * @param failed the client has gone away before
   */
  void onEnd(Runnable taken, Consumer<Throwable> failed) {
    onTaken = taken;
    onFailure = failed;
  }

  /** Answers with an error instead of packets. Called once. */
  void refuse(EngineError error) {
    HttpAnswer.error(response, callback, error);
  }

  /** Answers with those packets. Called once. */
  void complete(List<EncodedPacket> packets) {
    byte[] body = PollingPayload.encode(packets);
    if (body.length >= server.config().compression().pollingThreshold() && acceptsGzip()) {
      server.execute(() -> writeCompressed(body)); // it takes time, and the caller has other work
    } else {
      write(body);
    }
  }

  private void writeCompressed(byte[] body) {
    response.getHeaders().put(GZIPPED);
    write(gzip(body));
  }

  private void write(byte[] body) {
    EngineConfig config = server.config();
    server.timers().schedule(this, config.pingInterval().plus(config.pingTimeout()));
    HttpAnswer.write(
        response,
        Callback.from(this::taken, this::failed),
        HttpStatus.OK_200,
        HttpAnswer.TEXT,
        body);
  }

  private void taken() {
    end();
    callback.succeeded();
    onTaken.run();
  }

  private void failed(Throwable cause) {
    end();
    callback.failed(cause);
    onFailure.accept(cause);
  }

  private void end() {
    over = true;
    server.timers().cancel(this);
  }

  @Override
  protected void onTimeout() {
    if (!over) {
      TimeoutException reason = new TimeoutException("the answer to a poll is not taken");
      server.execute(
          () -> request.getConnectionMetaData().getConnection().getEndPoint().close(reason));
    }
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
