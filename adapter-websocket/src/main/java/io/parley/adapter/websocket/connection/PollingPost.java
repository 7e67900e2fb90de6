package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EnginePacket;
import io.parley.adapter.websocket.protocol.MalformedPacketException;
import io.parley.adapter.websocket.protocol.PollingPayload;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A polling POST: reads the body without holding a thread, hands its packets to the session one
 * after the other and answers {@code ok} when all of them have been handled, so that a client that
 * floods waits for us (Engine.IO protocol, "HTTP long-polling").
 */
final class PollingPost {
  private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EMPTY = {};

  private final EngineSession session;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final MessageBuffer body = new MessageBuffer(false);
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  PollingPost(EngineSession session, Request request, Response response, Callback callback) {
    this.session = session;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  void start() {
    EngineError error = session.beginPost(done);
    if (error != null) {
      HttpAnswer.error(response, callback, error);
    } else {
      read();
    }
  }

  private void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(chunk.getFailure());
        return;
      }
      boolean tooLarge = body.size() + chunk.remaining() > session.maxMessageBytes();
      if (!tooLarge) {
        body.append(chunk.getByteBuffer());
      }
      chunk.release();
      if (tooLarge) {
        finish(HttpStatus.PAYLOAD_TOO_LARGE_413, EMPTY);
        return;
      }
      if (!chunk.isLast() && !session.isOpen()) {
        // Nobody waits for the rest, which a hostile client may send for hours.
        finish(EngineError.SESSION_UNKNOWN.status(), EngineError.SESSION_UNKNOWN.json());
        return;
      }
      if (chunk.isLast()) {
        handleBody();
        return;
      }
    }
  }

  private void fail(Throwable failure) {
    session.abort(CloseReason.TRANSPORT_CLOSE);
    if (failure instanceof TimeoutException) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      finish(HttpStatus.REQUEST_TIMEOUT_408, EMPTY);
    } else {
      session.endPost(done);
      callback.failed(failure);
    }
  }

  private void handleBody() {
    List<EnginePacket> packets;
    try {
      packets = PollingPayload.decode(body.text());
    } catch (MalformedPacketException e) {
      session.abort(CloseReason.PARSE_ERROR);
      finish(EngineError.BAD_REQUEST.status(), EngineError.BAD_REQUEST.json());
      return;
    }
    handle(packets.iterator());
  }

  private void handle(Iterator<EnginePacket> packets) {
    while (packets.hasNext()) {
      CompletionStage<?> handled = session.receive(packets.next());
      if (handled != null) {
        CompletionStage<?> unused = handled.whenComplete((result, failure) -> handle(packets));
        return;
      }
    }
    finish(HttpStatus.OK_200, OK);
  }

  private void finish(int status, byte[] answer) {
    session.endPost(done);
    HttpAnswer.write(
        response,
        callback,
        status,
        status == HttpStatus.OK_200 ? HttpAnswer.HTML : HttpAnswer.JSON,
        answer);
  }
}
