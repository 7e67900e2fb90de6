package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A socket of its own that asks a broadcast server about itself. */
final class ServerWatch implements SocketListener {
  private static final byte[] CUT_OFF = bytes("\"slow consumer\":");
  private static final byte[] OPEN = bytes("\"openWebSockets\":");
  private static final byte[] HEAP = bytes("\"heapUsed\":");
  private static final long ANSWER_SECONDS = 30;

  private final EventLoop loop;
  private final CompletableFuture<WireSocket> socket = new CompletableFuture<>();
  private volatile CompletableFuture<State> answer = new CompletableFuture<>();

  /** Connects; it is one more socket in the room. */
  ServerWatch(EventLoop loop, InetSocketAddress server) {
    this.loop = loop;
    loop.connect(server, "", this);
  }

  /**
   * What the server says at this moment.
   *
   * @param cutOff sessions closed as slow consumers since its start
   * @param openWebSockets connections, this one and those that are being closed included
   * @param heapBytes used, garbage included unless it was asked to collect that first
   */
  record State(long cutOff, long openWebSockets, long heapBytes) {}

  /**
   * Asks, and waits for the answer.
   *
   * @param collect whether the server is to collect its garbage first
   */
  State ask(boolean collect) throws InterruptedException, IOException {
    try {
      WireSocket connected = socket.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      CompletableFuture<State> next = new CompletableFuture<>();
      answer = next;
      loop.execute(() -> connected.emit(0, "stats", String.valueOf(collect)));
      return next.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the server says nothing about itself: " + e, e);
    }
  }

  @Override
  public void connected(WireSocket connected) {
    socket.complete(connected);
  }

  @Override
  public void event(WireSocket from, Text event) {
    // it is in the room as well
  }

  @Override
  public void acknowledged(WireSocket from, int ackId, Text data) {
    answer.complete(
        new State(data.numberAfter(CUT_OFF), data.numberAfter(OPEN), data.numberAfter(HEAP)));
  }

  @Override
  public void closed(String reason) {
    socket.completeExceptionally(new IOException(reason));
    answer.completeExceptionally(new IOException(reason));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
