package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The page of metrics.
 *
 * <p>Local is a request from this machine, to this machine, by its {@code Host}, in which nothing
 * speaks of a proxy: what a proxy on the same machine passes on comes from this machine as well,
 * and so does what a foreign page makes a browser ask for. A proxy that leaves no trace at all
 * cannot be told from a local program: it must not pass the path on.
 */
final class MetricsRoutes {
  private static final String PATH = "/metrics";

  /** What proxies add; their presence is enough, whatever they say. */
  private static final List<String> TRACES_OF_PROXIES =
      List.of(
          "Forwarded",
          "Via",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "X-Forwarded-Proto",
          "X-Forwarded-Server",
          "X-Real-IP");

  private static final Pattern LOCAL_HOST =
      Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

  private final MetricsPage page;

  MetricsRoutes(MetricsPage page) {
    this.page = page;
  }

  void register(RoutesConfig routes) {
    routes.get(PATH, this::show);
    routes.addHttpHandler(HandlerType.HEAD, PATH, this::show);
  }

  private void show(Context ctx) {
    if (page.audience() == MetricsPage.Audience.LOCAL && !isLocal(ctx)) {
      throw new TransportException(TransportError.NOT_FOUND);
    }
    ctx.contentType(page.contentType()).result(page.text().get().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLocal(Context ctx) {
    String host = ctx.header(Header.HOST);
    return host != null
        && LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches()
        && TRACES_OF_PROXIES.stream().allMatch(name -> ctx.header(name) == null)
        && isLoopback(ctx.ip());
  }

  /**
   * Whether an address, as a number, is one of this machine's own.
   *
   * @param address IPv6 may stand in brackets
   */
  static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
