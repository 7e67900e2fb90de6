package io.parley.adapter.websocket.connection;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes small, complete HTTP answers. */
final class HttpAnswer {
  static final HttpField TEXT =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=UTF-8");
  static final HttpField HTML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/html");
  static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

  private HttpAnswer() {}

  static void write(
      Response response, Callback callback, int status, HttpField contentType, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(contentType);
    response.getHeaders().put(NO_STORE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  static void error(Response response, Callback callback, EngineError error) {
    if (error == EngineError.SHUTTING_DOWN || error == EngineError.TOO_MANY_REQUESTS) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    write(response, callback, error.status(), JSON, error.json());
  }

  static void upgradeError(Response response, Callback callback, EngineError error) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    write(response, callback, error.status(), HTML, error.text());
  }
}
