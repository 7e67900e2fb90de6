package io.parley.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Web origins, as RFC 6454 writes them. */
public final class Origins {
  private Origins() {}

  /**
   * Brings an origin into the form in which browsers send it.
   *
   * @param text with or without a slash at the end
   * @throws IllegalArgumentException if it is none; those of applications, such as {@code
   *     capacitor://localhost}, are
   */
  public static String normalise(String text) {
    URI uri = parse(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean bare =
        uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (scheme.isEmpty() || !bare || uri.getHost() == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("not an origin");
    }
    boolean defaultPort =
        uri.getPort() < 0
            || (scheme.equals("http") && uri.getPort() == 80)
            || (scheme.equals("https") && uri.getPort() == 443);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return scheme + "://" + host + (defaultPort ? "" : ":" + uri.getPort());
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
