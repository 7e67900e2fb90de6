package io.parley.adapter.rest;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the service's own pages: their origin is the host that their request was sent to, as
 * browsers tell both and pages can forge neither. Holds behind a proxy that passes {@code Host} on.
 */
final class OwnOrigin {
  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/@?#]+)");

  private OwnOrigin() {}

  /**
   * Whether a page of that origin is one of this service.
   *
   * @param origin the header {@code Origin}
   * @param host the header {@code Host}
   * @param secure whether the request is known to have come over TLS: then a page that has not may
   *     be anybody's. Without that knowledge TLS may have ended at a proxy.
   */
  static boolean is(String origin, @Nullable String host, boolean secure) {
    Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (host == null || !parts.matches()) {
      return false;
    }
    boolean https = parts.group(1).equals("https");
    return (https || !secure)
        && withoutDefaultPort(parts.group(2), https)
            .equals(withoutDefaultPort(host.toLowerCase(Locale.ROOT), https));
  }

  private static String withoutDefaultPort(String authority, boolean https) {
    String port = https ? ":443" : ":80";
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }
}
