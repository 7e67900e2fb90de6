package io.parley.bootstrap.http;

import io.parley.bootstrap.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Gives a request that comes from a trusted proxy the address and the scheme of the client behind
 * it, wherever it is asked for them from then on; what others claim is ignored. The headers are
 * {@code X-Forwarded-For} and {@code X-Forwarded-Proto}, and {@code Forwarded} (RFC 7239) where a
 * request has none of the first.
 *
 * <p>Each proxy adds whom it was asked by at the end, so the client is the last in the list that is
 * no trusted proxy: what stands before it may be made up.
 */
final class ForwardedClient implements HttpConfiguration.Customizer {
  private final List<AddressRange> trusted;

  ForwardedClient(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(peer instanceof InetSocketAddress socket) || !isTrusted(socket.getAddress())) {
      return request;
    }
    HttpFields headers = request.getHeaders();
    InetAddress client = client(socket.getAddress(), hops(headers));
    boolean secure = scheme(headers).map(HttpScheme.HTTPS::is).orElseGet(request::isSecure);
    return new Forwarded(request, new InetSocketAddress(client, 0), secure);
  }

  private InetAddress client(InetAddress peer, List<String> hops) {
    InetAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      Optional<InetAddress> hop = ForwardedHeader.address(hops.get(i));
      if (hop.isEmpty()) {
        return client; // a proxy that we trust does not know, or does not say
      }
      client = hop.get();
    }
    return client;
  }

  private static List<String> hops(HttpFields headers) {
    List<String> hops = headers.getCSV(HttpHeader.X_FORWARDED_FOR, false);
    return hops.isEmpty() ? ForwardedHeader.values(headers, "for") : hops;
  }

  /** As the proxy next to us says. */
  private static Optional<String> scheme(HttpFields headers) {
    List<String> schemes = headers.getCSV(HttpHeader.X_FORWARDED_PROTO, false);
    if (schemes.isEmpty() && !headers.contains(HttpHeader.X_FORWARDED_FOR)) {
      schemes = ForwardedHeader.values(headers, "proto");
    }
    return schemes.isEmpty()
        ? Optional.empty()
        : Optional.of(schemes.get(schemes.size() - 1))
            .filter(last -> HttpScheme.HTTPS.is(last) || HttpScheme.HTTP.is(last));
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** A request as its client has sent it to the outermost proxy. */
  private static final class Forwarded extends Request.Wrapper {
    private final ConnectionMetaData connection;
    private final HttpURI uri;
    private final boolean secure;

    Forwarded(Request request, InetSocketAddress client, boolean secure) {
      super(request);
      this.secure = secure;
      this.uri =
          HttpURI.build(request.getHttpURI())
              .scheme(secure ? HttpScheme.HTTPS : HttpScheme.HTTP)
              .asImmutable();
      this.connection =
          new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
              return client;
            }
          };
    }

    @Override
    public ConnectionMetaData getConnectionMetaData() {
      return connection;
    }

    @Override
    public HttpURI getHttpURI() {
      return uri;
    }

    @Override
    public boolean isSecure() {
      return secure;
    }
  }
}
