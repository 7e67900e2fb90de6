package io.parley.adapter.websocket.harness;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose messages are taken one by one; a closed one yields nothing more. */
public final class RawWebSocket implements WebSocket.Listener {
  private static final long DEADLINE_SECONDS = 10;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
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

  /** Sends a message in pieces, up to the one that the server does not take any more. */
  public void sendUntilClosed(String... fragments) {
    for (String fragment : fragments) {
      if (socket().sendText(fragment, false).handle((sent, failure) -> failure).join() != null) {
        return;
      }
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

  /**
   * Waits until the connection is closed and returns the code; 1006 if it just broke. The JDK's
   * client overlooks a break now and then, so it is made to write until it notices.
   */
  public int closeCode() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (System.nanoTime() - end < 0) {
      try {
        return closed.get(500, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        CompletableFuture<?> unused =
            socket()
                .sendPing(ByteBuffer.allocate(0))
                .whenComplete((sent, failure) -> completeIfBroken(failure));
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("not closed in time");
  }

  private void completeIfBroken(@Nullable Throwable failure) {
    if (failure != null) {
      closed.complete(1006);
    }
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
