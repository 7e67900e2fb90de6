package io.parley.adapter.rest;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The headers of every answer of the server, whoever gives it: they keep answers out of caches, of
 * guesses about their type, of frames and of foreign pages. A handler may replace any of them in
 * what it answers: a page needs a policy of its own, a script may be for everybody.
 */
final class SecurityHeaders implements HttpConfiguration.Customizer {
  private static final List<HttpField> ALWAYS =
      List.of(
          new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"),
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
          new PreEncodedHttpField("X-Frame-Options", "DENY"),
          new PreEncodedHttpField(
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          // of no concern to pages that CORS lets read; those of others get nothing to look at
          new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"));

  private static final HttpField TLS_ONLY =
      new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    addTo(responseHeaders, request);
    return request;
  }

  /** For answers to requests that were never begun, and those that start anew with an error. */
  static void addTo(HttpFields.Mutable responseHeaders, Request request) {
    ALWAYS.forEach(responseHeaders::put);
    if (request.getConnectionMetaData().isSecure() && !isThisMachine(request)) {
      responseHeaders.put(TLS_ONLY);
    }
  }

  /** A browser that has learnt it of {@code localhost} finds no other server there any more. */
  private static boolean isThisMachine(Request request) {
    String name = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}
