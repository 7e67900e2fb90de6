package io.parley.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one thread that moves all bytes of a run. Sockets belong to it: everything about them happens
 * there, {@link #execute} brings work in from outside.
 */
public final class EventLoop implements AutoCloseable {
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(256 * 1024);

  public EventLoop() {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.thread = new Thread(this::run, "bench-loop");
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs a task on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs a task on the loop's thread again and again, until it answers with false. */
  public void every(Duration interval, BooleanSupplier task) {
    Thread ticker =
        new Thread(
            () -> {
              try {
                while (!closed.get() && call(task::getAsBoolean)) {
                  Thread.sleep(interval.toMillis());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "bench-ticker");
    ticker.setDaemon(true);
    ticker.start();
  }

  /** Runs a question on the loop's thread and waits for its answer. */
  public <T> T call(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, this::execute).join();
  }

  /** Opens a WebSocket to a server and a Socket.IO connection on it. */
  public void connect(InetSocketAddress server, String token, SocketListener listener) {
    execute(() -> open(server, token, listener));
  }

  private void open(InetSocketAddress server, String token, SocketListener listener) {
    SocketChannel channel;
    WireSocket socket;
    try {
      channel = SocketChannel.open(); // fails when the process has no file descriptor left
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      socket = new WireSocket(channel, key, server, token, listener);
      key.attach(socket);
      listener.opening(socket);
    } catch (IOException e) {
      listener.closed(String.valueOf(e));
      return;
    }
    try {
      if (channel.connect(server)) {
        socket.finishConnect();
      }
    } catch (IOException e) {
      socket.fail(String.valueOf(e));
    }
  }

  /** Takes leave of the server on all sockets; their listeners hear nothing of it. */
  public void closeSockets() {
    int unused =
        call(
            () -> {
              List<SelectionKey> keys = List.copyOf(selector.keys());
              keys.forEach(key -> ((WireSocket) key.attachment()).leave());
              return keys.size();
            });
  }

  private void run() {
    while (!closed.get()) {
      try {
        selector.select(this::ready, 100);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  private void ready(SelectionKey key) {
    WireSocket socket = (WireSocket) key.attachment();
    try {
      if (key.isConnectable()) {
        socket.finishConnect();
      }
      if (key.isValid() && key.isWritable()) {
        socket.flush();
      }
      if (key.isValid() && key.isReadable()) {
        socket.read(readBuffer);
      }
    } catch (IOException | RuntimeException e) {
      socket.fail(String.valueOf(e)); // the other sockets go on; the scenario reports it
    }
  }

  @Override
  public void close() {
    closed.set(true);
    selector.wakeup();
    try {
      thread.join(5_000);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
