package io.parley.bootstrap.http;

import io.parley.bootstrap.config.AddressRange;
import io.parley.bootstrap.config.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * A server with the service's connector: it reads a request's body and answers with the address of
 * its client and its scheme; {@code /wait} it never answers.
 */
final class HttpFixture implements AutoCloseable {
  private static final int SILENCE_MILLIS = 20_000;

  private final Server server = new Server();
  private final ServerConnector connector;

  private HttpFixture(HttpConfig config, Optional<Tls> tls, SlowRequests.Limits slowest) {
    connector = ChatConnector.create(server, new HttpConfiguration(), config, tls, slowest);
    server.addConnector(connector);
    server.setHandler(new Clients());
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpFixture trusting(List<AddressRange> proxies) {
    return new HttpFixture(
        config(proxies, OptionalInt.empty()), Optional.empty(), ChatConnector.SLOWEST);
  }

  static HttpFixture with(Tls tls) {
    return new HttpFixture(
        config(List.of(), OptionalInt.empty()), Optional.of(tls), ChatConnector.SLOWEST);
  }

  static HttpFixture with(SlowRequests.Limits slowest, Optional<Tls> tls) {
    return new HttpFixture(config(List.of(), OptionalInt.empty()), tls, slowest);
  }

  static HttpFixture withAtMost(int connections) {
    return new HttpFixture(
        config(List.of(), OptionalInt.of(connections)), Optional.empty(), ChatConnector.SLOWEST);
  }

  private static HttpConfig config(List<AddressRange> proxies, OptionalInt maxConnections) {
    return new HttpConfig(
        0, List.of(), Optional.empty(), Optional.empty(), proxies, maxConnections);
  }

  int port() {
    return connector.getLocalPort();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** What is answered to a request for nothing, with these header fields. */
  String answerTo(String... fields) throws IOException {
    try (Socket socket = connect()) {
      String head =
          "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + String.join("\r\n", fields)
              + (fields.length == 0 ? "" : "\r\n")
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Clients extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (Request.getPathInContext(request).equals("/wait")) {
        return true;
      }
      String client =
          Request.getRemoteAddr(request)
              + " "
              + request.getHttpURI().getScheme()
              + " "
              + request.isSecure();
      Content.Source.consumeAll(
          request,
          Callback.from(
              () -> Content.Sink.write(response, true, client, callback), callback::failed));
      return true;
    }
  }
}
