package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Set;

/**
 * Keeps foreign pages from acting by the user's cookie, which browsers send with whatever any page
 * asks for (cross-site request forgery). What only reads needs no guard: a foreign page cannot read
 * the answer.
 */
final class CookieGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

  private final CorsPolicy cors;

  CookieGuard(CorsPolicy cors) {
    this.cors = cors;
  }

  /**
   * Whether the cookie of a request counts: it reads, or comes from a page of an allowed origin or
   * of this service. Without {@code Origin}, which browsers send with all that does not read, it
   * comes from no browser, or from one that at least must not call it cross-site (Fetch Metadata).
   */
  boolean permits(Context ctx) {
    if (READING.contains(ctx.req().getMethod())) {
      return true;
    }
    String origin = ctx.header(Header.ORIGIN);
    if (origin == null) {
      return !"cross-site".equalsIgnoreCase(ctx.header(SEC_FETCH_SITE));
    }
    return "same-origin".equalsIgnoreCase(ctx.header(SEC_FETCH_SITE)) // no page can set it
        || cors.allows(origin)
        || OwnOrigin.is(origin, ctx.header(Header.HOST), ctx.req().isSecure());
  }
}
