package io.parley.adapter.websocket.connection;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Decides on the origin of a request and answers browsers accordingly (Fetch standard, "CORS
 * protocol"); credentials are allowed to every allowed origin.
 */
final class CorsHeaders {
  private static final String PREFLIGHT_SECONDS = "600";
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site"; // no page can set it
  private static final String SAME_ORIGIN = "same-origin";

  private final OriginPolicy policy;

  CorsHeaders(OriginPolicy policy) {
    this.policy = policy;
  }

  /** Whether a request of this origin may be served at all. */
  boolean permits(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin == null
        || SAME_ORIGIN.equalsIgnoreCase(request.getHeaders().get(SEC_FETCH_SITE))
        || OwnOrigin.is(origin, request.getHeaders().get(HttpHeader.HOST), request.isSecure())
        || policy.allows(origin);
  }

  void add(Request request, Response response) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null) {
      return;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(HttpHeader.VARY, "Origin");
    if (policy.allows(origin)) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
  }

  static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.ORIGIN)
        && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Answers a preflight; the headers of {@link #add} are already in the response. */
  void answerPreflight(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    if (headers.contains(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
      headers.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
      String requested = request.getHeaders().get(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS);
      if (requested != null) {
        headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, requested);
      }
    }
    response.setStatus(HttpStatus.NO_CONTENT_204);
    response.write(true, null, callback);
  }
}
