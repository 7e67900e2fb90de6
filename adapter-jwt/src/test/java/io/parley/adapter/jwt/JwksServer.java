package io.parley.adapter.jwt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer's HTTP server, which answers as a test says. */
final class JwksServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;
  private volatile Answer answer = exchange -> send(exchange, 200, "{\"keys\":[]}");

  JwksServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/keys",
        exchange -> {
          requests.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/keys?secret=hidden");
  }

  /** How many requests have come. */
  int requests() {
    return requests.get();
  }

  void publishes(String... members) {
    answers(200, "{\"keys\":[" + String.join(",", members) + "]}");
  }

  void answers(int status, String body) {
    answer = exchange -> send(exchange, status, body);
  }

  /** Keeps every request waiting, and answers as it has before when the latch is open. */
  void waitsFor(CountDownLatch latch) {
    Answer later = answer;
    answer =
        exchange -> {
          awaitOpen(latch);
          later.to(exchange);
        };
  }

  /** Sends the same byte again and again until the other side hangs up. */
  void floods() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(8_192).getBytes(StandardCharsets.UTF_8);
          try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
              body.write(spaces);
            }
          }
        };
  }

  /** Begins a body that it ends when the latch is open. */
  void stallsUntil(CountDownLatch latch) {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaitOpen(latch);
        };
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (status == 302) {
      exchange.getResponseHeaders().add("Location", "/keys?moved");
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }
}
