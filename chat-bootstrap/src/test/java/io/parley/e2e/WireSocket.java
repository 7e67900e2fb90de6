package io.parley.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Socket.IO connection over WebSocket that does what a client should not, and keeps every packet
 * that comes as it is, in order. For one thread; nothing waits without a limit.
 */
final class WireSocket implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long LIMIT_SECONDS = 20;
  private static final String CLOSED = "closed";

  private final LinkedBlockingQueue<String> packets = new LinkedBlockingQueue<>();
  private final List<String> events = new ArrayList<>();
  private final WebSocket socket;
  private int asked;

  private WireSocket(URI address) {
    URI engine =
        URI.create("ws://" + address.getAuthority() + "/socket.io/?EIO=4&transport=websocket");
    socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(engine, new Receiver())
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** An Engine.IO session without a Socket.IO connection. */
  static WireSocket open(URI address) {
    return new WireSocket(address);
  }

  /** Connects, as it must be possible. */
  static WireSocket connected(URI address, String token) {
    WireSocket opened = open(address);
    assertThat(opened.connect(Optional.of(token))).as("a refusal").isEmpty();
    return opened;
  }

  /** The message of the CONNECT_ERROR, if that is the answer. */
  Optional<String> connect(Optional<String> token) {
    send("40" + json(token.map(text -> Map.of("token", text)).orElseGet(Map::of)));
    String answer = next("4");
    return answer.startsWith("44")
        ? Optional.of(tree(answer.substring(2)).path("message").asText())
        : Optional.empty();
  }

  /** Sends an event and returns what acknowledges it; an empty payload is none. */
  JsonNode ask(String event, String payload) {
    return tree(askForBytes(event, payload)).path(0);
  }

  /** As {@link #ask}, what came as it came, without the number of the acknowledgement. */
  String askForBytes(String event, String payload) {
    String number = Integer.toString(asked++);
    sendEvent(number, event, payload);
    return next("43" + number).substring(2 + number.length());
  }

  /** Sends an event that asks for no acknowledgement. */
  void tell(String event, String payload) {
    sendEvent("", event, payload);
  }

  private void sendEvent(String number, String event, String payload) {
    send("42" + number + "[\"" + event + "\"" + (payload.isEmpty() ? "" : "," + payload) + "]");
  }

  /** Sends an event to which there is to be no answer but the end of the connection. */
  void sendUntilClosed(String event, String payload) {
    tell(event, payload);
    assertThat(nextOfAny(List.of(CLOSED, "4"))).isEqualTo(CLOSED);
  }

  /** Waits for an event, which stays among those that can be taken. */
  String await(Predicate<String> wanted) {
    for (String event : events) {
      if (wanted.test(event)) {
        return event;
      }
    }
    String event = next("42");
    while (!wanted.test(event)) {
      event = next("42");
    }
    return event;
  }

  /**
   * Everything that was sent to this socket before the call and not taken yet: its own question is
   * answered after that.
   */
  List<String> takeEvents() {
    assertThat(ask("join_personal_room", "").path("ok").asBoolean()).isTrue();
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private String next(String start) {
    return nextOfAny(List.of(start));
  }

  private String nextOfAny(List<String> starts) {
    String packet = poll();
    while (starts.stream().noneMatch(packet::startsWith)) {
      assertThat(packet).as("while %s is awaited", starts).isNotEqualTo(CLOSED);
      packet = poll();
    }
    return packet;
  }

  private String poll() {
    try {
      String packet =
          requireNonNull(packets.poll(LIMIT_SECONDS, TimeUnit.SECONDS), "no packet in time");
      if (packet.startsWith("42")) {
        events.add(packet);
      }
      return packet;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private synchronized void send(String packet) {
    WebSocket unused =
        socket.sendText(packet, true).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private static JsonNode tree(String text) {
    try {
      return text.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        received(from, parts.toString());
        parts.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void received(WebSocket from, String packet) {
      if (packet.equals("2")) {
        synchronized (WireSocket.this) {
          from.sendText("3", true).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        }
      } else {
        packets.add(packet);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      packets.add(CLOSED);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      packets.add(CLOSED);
    }
  }
}
