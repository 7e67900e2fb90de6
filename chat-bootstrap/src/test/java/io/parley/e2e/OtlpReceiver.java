package io.parley.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Takes traces as a collector does: OTLP over HTTP, in protocol buffers. */
final class OtlpReceiver implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    OtlpReceiver receiver = new OtlpReceiver(server);
    server.createContext("/v1/traces", receiver::receive);
    server.start();
    return receiver;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(new String(body, StandardCharsets.ISO_8859_1));
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          spans.addAll(scope.getSpansList());
        }
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} names. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All spans so far. */
  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Every request so far, a character for each byte. */
  List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** Those that are wanted, once there are so many. */
  List<Span> await(int number, Predicate<Span> wanted) {
    long giveUpAt = System.nanoTime() + LIMIT.toNanos();
    List<Span> found = spans.stream().filter(wanted).toList();
    while (found.size() < number) {
      if (System.nanoTime() - giveUpAt > 0) {
        throw new AssertionError(
            number
                + " spans are awaited, and there are "
                + spans.stream().map(Span::getName).toList());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      found = spans.stream().filter(wanted).toList();
    }
    return found;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
