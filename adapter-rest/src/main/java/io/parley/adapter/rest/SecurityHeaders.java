package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;

/** Keeps answers out of caches and out of guesses about their type. */
final class SecurityHeaders {
  static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";
  static final String NOSNIFF = "nosniff";
  static final String NO_STORE = "no-store";

  private SecurityHeaders() {}

  /** A handler that comes later may decide otherwise. */
  static void apply(Context ctx) {
    ctx.header(CONTENT_TYPE_OPTIONS, NOSNIFF);
    ctx.header(Header.CACHE_CONTROL, NO_STORE);
  }
}
