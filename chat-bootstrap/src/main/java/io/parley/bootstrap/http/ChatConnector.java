package io.parley.bootstrap.http;

import io.parley.bootstrap.config.HttpConfig;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * Where the service listens, and what it lets a connection do: {@code docs/security.md} has all of
 * these numbers.
 */
public final class ChatConnector {
  /** Request line and header fields together; longer ones are answered with 414 and 431. */
  static final int MAX_HEADER_BYTES = 16_384;

  /** How long nothing at all may come, or be taken, while something is due. */
  static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  static final SlowRequests.Limits SLOWEST =
      new SlowRequests.Limits(IDLE_TIMEOUT, Duration.ofSeconds(20), 1_024, Duration.ofSeconds(1));

  /**
   * Connections that may wait to be accepted. After a restart all clients come back at once; beyond
   * Java's default of 50 the system drops them, and they try again a second later or more. The
   * system's own limit (Linux: net.core.somaxconn) cuts it down.
   */
  private static final int ACCEPT_QUEUE = 4_096;

  /**
   * Bytes that the system may hold for one connection (SO_SNDBUF). Left alone it would take up to 4
   * MB for each client that does not read, before our own queue, which is bounded and counted,
   * holds anything.
   */
  private static final int SEND_BUFFER = 131_072;

  private ChatConnector() {}

  /**
   * Makes the connector of a server that is yet to be started.
   *
   * @param tls empty for plain HTTP
   */
  public static Connector create(
      Server server, HttpConfiguration http, HttpConfig config, Optional<Tls> tls) {
    return create(server, http, config, tls, SLOWEST);
  }

  static ServerConnector create(
      Server server,
      HttpConfiguration http,
      HttpConfig config,
      Optional<Tls> tls,
      SlowRequests.Limits slowest) {
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    if (!config.trustedProxies().isEmpty()) {
      http.addCustomizer(new ForwardedClient(config.trustedProxies()));
    }
    var connector = new ServerConnector(server, protocols(http, tls));
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    connector.addBean(new SlowRequests(connector, slowest));
    config
        .maxConnections()
        .ifPresent(limit -> server.addBean(new NetworkConnectionLimit(limit, connector)));
    return connector;
  }

  private static ConnectionFactory[] protocols(HttpConfiguration http, Optional<Tls> tls) {
    var plain = new HttpConnectionFactory(http);
    if (tls.isEmpty()) {
      return new ConnectionFactory[] {plain};
    }
    // there is one certificate for all names, whichever of them a client may use
    http.addCustomizer(new SecureRequestCustomizer(false));
    var secure = new SslConnectionFactory(tls.get().context(), HttpVersion.HTTP_1_1.asString());
    return new ConnectionFactory[] {secure, plain};
  }
}
