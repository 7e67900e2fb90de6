package io.parley.adapter.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.testkit.fixture.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/** A service of the host that notes what it is told. */
final class Receiver implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Told> all = new ArrayList<>();
  private final List<Told> taken = new ArrayList<>();
  private final HttpServer server;

  private volatile ToIntFunction<Told> status = event -> 204;

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/hook");
  }

  /** With which status an event is answered from now on. */
  void answer(ToIntFunction<Told> answer) {
    status = answer;
  }

  /** Everything that was told so far. */
  synchronized List<Told> all() {
    return List.copyOf(all);
  }

  /** What was taken, once it is so many events. */
  synchronized List<Told> taken(int count) {
    until(() -> taken.size() >= count);
    return List.copyOf(taken);
  }

  /** Waits until so many events were told, taken or not. */
  synchronized void awaitTold(int count) {
    until(() -> all.size() >= count);
  }

  private void until(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = giveUpAt - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("told so far: " + all);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    Told event =
        new Told(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            headers.getFirst("webhook-id"),
            headers.getFirst("webhook-timestamp"),
            headers.getFirst("webhook-signature"),
            body,
            json.readTree(body));
    int answer = status.applyAsInt(event);
    note(event, answer / 100 == 2);
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  private synchronized void note(Told event, boolean isTaken) {
    all.add(event);
    if (isTaken) {
      taken.add(event);
    }
    notifyAll();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** An event as it came. */
  record Told(
      String request, String id, String timestamp, String signature, String body, JsonNode json) {
    /** What happened, and to which text. */
    String said() {
      return json.get("type").asText() + " " + json.get("data").get("text").asText();
    }

    long conversation() {
      return json.get("data").get("conversation").asLong();
    }

    @Override
    public String toString() {
      return id + " " + body;
    }
  }
}
