package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sockets that send texts to a server that sends them back; the next one goes when one has come.
 * All state belongs to the loop.
 */
final class EchoRun {
  private static final byte[] NUMBER = "\"n".getBytes(StandardCharsets.UTF_8);
  private static final long CONNECT_SECONDS = 30;

  private final EventLoop loop;
  private final int sockets;
  private final int inFlight;
  private final String padding;
  private final CountDownLatch connected;
  private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
  private boolean measuring;
  private String failure = "";

  /**
   * @param inFlight texts of each socket under way
   * @param textBytes length of each text, beside its number
   */
  EchoRun(EventLoop loop, int sockets, int inFlight, int textBytes) {
    this.loop = loop;
    this.sockets = sockets;
    this.inFlight = inFlight;
    this.padding = "x".repeat(textBytes);
    this.connected = new CountDownLatch(sockets);
  }

  /** Sends for as long as both take, and counts what comes back in {@code length}. */
  Outcome run(InetSocketAddress server, Duration warmup, Duration length)
      throws InterruptedException {
    for (int i = 0; i < sockets; i++) {
      loop.connect(server, "", new Echoed());
    }
    if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only some sockets could connect: " + failure());
    }
    Thread.sleep(warmup.toMillis());
    long from = System.nanoTime();
    loop.execute(() -> measuring = true);
    Thread.sleep(length.toMillis());
    loop.execute(() -> measuring = false);
    String reason = failure();
    long nanos = System.nanoTime() - from;
    if (!reason.isEmpty()) {
      throw new IllegalStateException("a socket did not get its own text back: " + reason);
    }
    return new Outcome(Math.round(latency.getTotalCount() * 1e9 / nanos), latency);
  }

  private String failure() {
    return loop.call(() -> failure);
  }

  /**
   * What was reached.
   *
   * @param latency nanoseconds from sending a text to its return
   */
  record Outcome(long perSecond, Histogram latency) {}

  private final class Echoed implements SocketListener {
    /** When those under way were sent, by their numbers modulo {@code inFlight}. */
    private final long[] sentAt = new long[inFlight];

    private int sent;
    private int returned;

    @Override
    public void connected(WireSocket socket) {
      connected.countDown();
      for (int i = 0; i < inFlight; i++) {
        send(socket);
      }
    }

    private void send(WireSocket socket) {
      sentAt[sent % inFlight] = System.nanoTime();
      socket.emit("echo", "\"n" + sent++ + " " + padding + "\"");
    }

    @Override
    public void event(WireSocket socket, Text event) {
      if (event.numberAfter(NUMBER) != returned) {
        closed("not the text that was sent: " + event);
        return;
      }
      if (measuring) {
        latency.recordValue(System.nanoTime() - sentAt[returned % inFlight]);
      }
      returned++;
      send(socket);
    }

    @Override
    public void acknowledged(WireSocket socket, int ackId, Text data) {
      throw new IllegalStateException("an echo acknowledges nothing");
    }

    @Override
    public void closed(String reason) {
      failure = reason;
    }
  }
}
