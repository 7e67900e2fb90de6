package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets pages of named origins call this API with their cookies (Fetch standard, section 3.2), and
 * no others. Javalin's plugin turns a foreign origin into an error and forgets {@code Vary}.
 */
final class CorsPolicy {
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s*,]+");
  private static final String METHODS = "GET,HEAD,POST,PUT,DELETE";
  private static final String EXPOSED_HEADERS = "X-Request-Id,Retry-After";
  private static final String MAX_AGE_SECONDS = "600";

  private final Set<String> origins;

  /**
   * @param origins such as {@code https://chat.example}; a slash at the end does no harm
   * @throws IllegalArgumentException if one of them is no origin, a wildcard for instance
   */
  CorsPolicy(Collection<String> origins) {
    this.origins =
        origins.stream().map(CorsPolicy::normalised).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether pages of that origin may call the API with their cookies. */
  boolean allows(String origin) {
    return origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  void apply(Context ctx) {
    ctx.res().addHeader(Header.VARY, Header.ORIGIN);
    String origin = ctx.header(Header.ORIGIN);
    boolean allowed = origin != null && allows(origin);
    if (allowed) {
      ctx.header(Header.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      ctx.header(Header.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      ctx.header(Header.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
    }
    if (origin != null && isPreflight(ctx)) {
      answerPreflight(ctx, allowed);
    }
  }

  /** A foreign page gets the same status; its browser sees that it has no permission. */
  private static void answerPreflight(Context ctx, boolean allowed) {
    if (allowed) {
      ctx.header(Header.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
      ctx.header(Header.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
      String requested = ctx.header(Header.ACCESS_CONTROL_REQUEST_HEADERS);
      if (requested != null) {
        ctx.header(Header.ACCESS_CONTROL_ALLOW_HEADERS, requested);
      }
    }
    ctx.status(HttpStatus.NO_CONTENT).skipRemainingHandlers();
  }

  private static boolean isPreflight(Context ctx) {
    return ctx.req().getMethod().equals("OPTIONS")
        && ctx.header(Header.ACCESS_CONTROL_REQUEST_METHOD) != null;
  }

  private static String normalised(String configured) {
    String origin = configured.strip().toLowerCase(Locale.ROOT);
    if (origin.endsWith("/")) {
      origin = origin.substring(0, origin.length() - 1);
    }
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException("Not an origin: " + configured);
    }
    return origin;
  }
}
