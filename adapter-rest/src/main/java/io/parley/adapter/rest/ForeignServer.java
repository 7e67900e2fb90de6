package io.parley.adapter.rest;

import static org.eclipse.jetty.http.UriCompliance.Violation.UTF16_ENCODINGS;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Does on a server of somebody else's, and for the requests of the API alone, what the settings of
 * a server of its own would do.
 */
final class ForeignServer extends Handler.Wrapper {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SecurityHeaders.addTo(response.getHeaders(), request);
    if (request.getHttpURI().hasViolation(UTF16_ENCODINGS)) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
