package io.parley.adapter.websocket.harness;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose messages are taken one by one; a closed one yields nothing more. */
public final class RawWebSocket implements WebSocket.Listener {
  private static final long DEADLINE_SECONDS = 10;

  private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private @Nullable WebSocket socket;

  private RawWebSocket() {}

  /** Connects, or throws what {@link WebSocket.Builder#buildAsync} fails with. */
  public static RawWebSocket connect(TestServer server, String pathAndQuery) {
    return connect(server.webSocket().resolve(pathAndQuery), null);
  }

  /** Connects as a page of that origin would. */
  public static RawWebSocket connect(URI uri, @Nullable String origin) {
    RawWebSocket raw = new RawWebSocket();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    raw.socket = builder.buildAsync(uri, raw).join();
    return raw;
  }

  public void send(String message) {
    socket().sendText(message, true).join();
  }

  public void send(byte[] message) {
    socket().sendBinary(ByteBuffer.wrap(message), true).join();
  }

  /** Sends a message in pieces. */
  public void sendFragments(String... fragments) {
    for (int i = 0; i < fragments.length; i++) {
      socket().sendText(fragments[i], i == fragments.length - 1).join();
    }
  }

  /** The next text message. */
  public String text() {
    return (String) next();
  }

  /** The next text message that is not a ping. */
  public String textAfterPings() {
    String message = text();
    while (message.equals("2")) {
      message = text();
    }
    return message;
  }

  /** The next message, which is binary. */
  public byte[] binary() {
    return (byte[]) next();
  }

  private Object next() {
    try {
      Object message = messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message in time");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the connection is closed and returns the code; 1006 if it just broke. */
  public int closeCode() {
    return closed.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Breaks the connection off. */
  public void abort() {
    socket().abort();
  }

  private WebSocket socket() {
    WebSocket connected = socket;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    binary.writeBytes(bytes);
    if (last) {
      messages.add(binary.toByteArray());
      binary.reset();
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }
}
