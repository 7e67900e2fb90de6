package io.parley.server;

import java.util.regex.Pattern;

/**
 * Where on a server a chat is.
 *
 * @param prefix below which it is; empty, or segments of letters, digits, hyphens, underscores,
 *     dots and tildes such as {@code /support} or {@code /apps/chat}, without a slash at the end
 * @param hasAdmin whether there is anything for other services of the host
 */
record MountPath(String prefix, boolean hasAdmin) {
  private static final Pattern PREFIX =
      Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,64}){0,8}");
  private static final String ROUTES = "/api/chat";
  private static final String ADMIN_ROUTES = "/api/admin";
  private static final String SOCKETS = "/socket.io/";

  MountPath {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "The path of a chat must be empty or like /support, not " + prefix);
    }
  }

  /**
   * Whether what is at a path is the chat's. The client's script files, below the sockets' path,
   * are not.
   *
   * @param path of a request, canonical: without dots as segments, and what need not be encoded is
   *     not
   */
  boolean covers(String path) {
    if (!path.startsWith(prefix)) {
      return false;
    }
    String below = path.substring(prefix.length());
    return below.startsWith(SOCKETS)
        ? !below.endsWith(".js") && !below.endsWith(".js.map")
        : isAtOrBelow(ROUTES, below) || (hasAdmin && isAtOrBelow(ADMIN_ROUTES, below));
  }

  private static boolean isAtOrBelow(String route, String path) {
    return path.startsWith(route)
        && (path.length() == route.length() || path.charAt(route.length()) == '/');
  }
}
