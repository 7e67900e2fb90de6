package io.parley.adapter.rest;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reaches a route, such as a broken request line or header fields that are too
 * large, in JSON like every other error.
 */
final class JsonErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = statusOf(request, response);
    response.setStatus(status);
    SecurityHeaders.addTo(response.getHeaders(), request);
    if (HttpStatus.hasNoBody(status)) {
      callback.succeeded();
      return true;
    }
    String requestId = RequestIds.orNew(request.getHeaders().get(RequestIds.HEADER));
    byte[] body = Json.bytes(ErrorResponse.from(TransportError.ofStatus(status), requestId));
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, Json.CONTENT_TYPE)
        .put(RequestIds.HEADER, requestId);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static int statusOf(Request request, Response response) {
    return request.getAttribute(ERROR_EXCEPTION) instanceof HttpException failure
        ? failure.getCode()
        : response.getStatus();
  }
}
