package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sockets that connect in bursts and then stay idle. A socket has connected when it has the answer
 * to its Socket.IO CONNECT. All state belongs to the loop.
 */
final class ConnectionsRun {
  static final Duration BURST_LIMIT = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final InetSocketAddress server;
  private final Duration burstLimit;
  private int lost;
  private String failure = "";

  /**
   * @param burstLimit how long a burst may take before those that still wait count as failed
   */
  ConnectionsRun(EventLoop loop, InetSocketAddress server, Duration burstLimit) {
    this.loop = loop;
    this.server = server;
    this.burstLimit = burstLimit;
  }

  /**
   * Opens a socket for each token, {@code burst} at once; the next ones when all of these have
   * connected or failed. After a burst that was not through in time there is no other.
   */
  Wave connect(List<String> tokens, int burst) throws InterruptedException {
    Wave wave = new Wave(tokens.size());
    long from = System.nanoTime();
    boolean complete = true;
    for (int at = 0; at < tokens.size() && complete; at += burst) {
      List<String> now = tokens.subList(at, Math.min(tokens.size(), at + burst));
      CountDownLatch open = new CountDownLatch(now.size());
      loop.execute(() -> now.forEach(token -> connect(token, wave, open)));
      complete = open.await(burstLimit.toMillis(), TimeUnit.MILLISECONDS);
    }
    long nanos = System.nanoTime() - from;
    return loop.call(() -> wave.finished(nanos));
  }

  private void connect(String token, Wave wave, CountDownLatch open) {
    loop.connect(server, token, new IdleSocket(wave, open));
  }

  /** Hangs up all sockets; none of them is lost by that. */
  void leave() {
    loop.closeSockets();
  }

  /** Sockets that had connected and were closed by the server, or broke. */
  int lost() {
    return loop.call(() -> lost);
  }

  /** What went wrong first; empty if nothing did. */
  String failure() {
    return loop.call(() -> failure);
  }

  /** The sockets of one call, and how long each took to connect. */
  static final class Wave {
    private final int size;
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private long nanos;

    Wave(int size) {
      this.size = size;
    }

    private Wave finished(long newNanos) {
      nanos = newNanos;
      return this;
    }

    long connected() {
      return latency.getTotalCount();
    }

    /** Sockets that did not connect, or not in time. */
    long failed() {
      return size - connected();
    }

    /** From the first socket's beginning to the last answer. */
    long nanos() {
      return nanos;
    }

    /** Nanoseconds from the call that opens a socket, the bench's own work included. */
    Histogram latency() {
      return latency;
    }
  }

  private final class IdleSocket implements SocketListener {
    private final Wave wave;
    private final CountDownLatch open;
    private final long begun = System.nanoTime();
    private boolean connected;

    IdleSocket(Wave wave, CountDownLatch open) {
      this.wave = wave;
      this.open = open;
    }

    @Override
    public void connected(WireSocket socket) {
      connected = true;
      wave.latency.recordValue(System.nanoTime() - begun);
      open.countDown();
    }

    @Override
    public void event(WireSocket socket, Text event) {
      // others come and go; nothing depends on it
    }

    @Override
    public void acknowledged(WireSocket socket, int ackId, Text data) {
      throw new IllegalStateException("nothing was sent that could be acknowledged");
    }

    @Override
    public void closed(String reason) {
      if (failure.isEmpty()) {
        failure = reason;
      }
      if (connected) {
        lost++;
      } else {
        open.countDown();
      }
    }
  }
}
