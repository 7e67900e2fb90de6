package io.parley.bench.verify.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Carries TCP connections to a server, and breaks them on demand. One thread moves all bytes; the
 * methods may be called from any, and have taken effect when they return.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 * 1024;

  /** What one direction of a connection holds back before it reads no more. */
  private static final int HELD_BYTES = 1024 * 1024;

  /** Its thread answers at once, unless it has ended. */
  private static final long CALL_SECONDS = 30;

  private static final long TICK_MILLIS = 5;
  private static final long IDLE_MILLIS = 500;

  private final Selector selector;
  private final ServerSocketChannel listening;
  private List<InetSocketAddress> targets;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final List<Link> links = new ArrayList<>();
  private long accepted;
  private boolean refusing;
  private boolean stallNew;
  private long delayNanos;

  /** Listens on a free port of the loopback interface. */
  public TcpProxy(InetSocketAddress target) throws IOException {
    this(List.of(target));
  }

  /** Shares the connections among several servers, in turns. */
  public TcpProxy(List<InetSocketAddress> targets) throws IOException {
    this.targets = List.copyOf(targets);
    this.selector = Selector.open();
    this.listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::run, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where clients connect to. */
  public InetSocketAddress address() {
    try {
      return (InetSocketAddress) listening.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many connections there are. */
  public int connections() {
    return call(links::size);
  }

  /**
   * Resets connections on both sides.
   *
   * @param chosen says which, by their numbers: 0 for the first one ever accepted
   */
  public void cut(Predicate<Long> chosen) {
    run(() -> chosen(chosen).forEach(Link::reset));
  }

  /**
   * Resets connections in the middle of what passes next, in either direction.
   *
   * @param bytes of it that still pass
   */
  public void cutAfter(Predicate<Long> chosen, int bytes) {
    run(() -> chosen(chosen).forEach(link -> link.cutAfter(bytes)));
  }

  /** Resets new connections at once, or lets them pass again. */
  public void refuse(boolean refuse) {
    run(() -> refusing = refuse);
  }

  /** Carries new connections to another server. */
  public void retarget(InetSocketAddress server) {
    run(() -> targets = List.of(server));
  }

  /** Which way bytes go. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT,
    BOTH
  }

  /** Forwards nothing any more on some connections, which stay open. */
  public void stall(Predicate<Long> chosen, Direction direction) {
    run(() -> chosen(chosen).forEach(link -> link.stall(direction)));
  }

  /** Forwards nothing on all connections, new ones included. */
  public void stallAll(Direction direction) {
    run(
        () -> {
          stallNew = true;
          links.forEach(link -> link.stall(direction));
        });
  }

  /** Holds back everything that comes from now on for so long; zero for no longer. */
  public void delay(Duration delay) {
    run(() -> delayNanos = delay.toNanos());
  }

  /** Ends every stall, delay and refusal; what was held back goes out. */
  public void heal() {
    run(
        () -> {
          refusing = false;
          stallNew = false;
          delayNanos = 0;
          List.copyOf(links).forEach(Link::heal); // some are broken by now, and go
        });
  }

  private List<Link> chosen(Predicate<Long> chosen) {
    return links.stream().filter(link -> chosen.test(link.number)).toList();
  }

  private void run(Runnable task) {
    int unused =
        call(
            () -> {
              task.run();
              return 0;
            });
  }

  private <T> T call(Supplier<T> question) {
    CompletableFuture<T> answer =
        CompletableFuture.supplyAsync(
            question,
            task -> {
              tasks.add(task);
              selector.wakeup();
            });
    return answer.orTimeout(CALL_SECONDS, TimeUnit.SECONDS).join();
  }

  private void run() {
    try {
      while (!closed.get()) {
        selector.select(this::ready, holdsBack() ? TICK_MILLIS : IDLE_MILLIS);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        if (holdsBack()) {
          List.copyOf(links).forEach(Link::pump);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean holdsBack() {
    return delayNanos > 0 || links.stream().anyMatch(Link::holdsBack);
  }

  private void ready(SelectionKey key) {
    if (key.channel() == listening) {
      accept();
      return;
    }
    Link link = (Link) key.attachment();
    try {
      link.ready(key);
    } catch (IOException | CancelledKeyException e) {
      link.reset();
    }
  }

  private void accept() {
    try {
      SocketChannel client = listening.accept();
      if (client == null) {
        return;
      }
      if (refusing) {
        resetChannel(client);
        return;
      }
      links.add(new Link(client, accepted++));
    } catch (IOException e) {
      // the client is gone already, or the server refuses: then it sees just that
    }
  }

  private static void resetChannel(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    } catch (IOException alreadyBroken) {
      // then there is nothing to reset
    }
  }

  /** A client's connection and the one to the server that goes with it. */
  private final class Link {
    private final long number;
    private final SocketChannel client;
    private final SocketChannel server;
    private final Flow toServer;
    private final Flow toClient;
    private boolean connected;

    Link(SocketChannel client, long number) throws IOException {
      this.number = number;
      this.client = client;
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      this.server = SocketChannel.open();
      server.configureBlocking(false);
      server.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey clientKey = client.register(selector, 0, this);
      SelectionKey serverKey = server.register(selector, SelectionKey.OP_CONNECT, this);
      this.toServer = new Flow(clientKey, serverKey);
      this.toClient = new Flow(serverKey, clientKey);
      if (stallNew) {
        stall(Direction.BOTH);
      }
      try {
        if (server.connect(targets.get((int) (number % targets.size())))) {
          connected();
        }
      } catch (IOException e) {
        resetChannel(client);
        resetChannel(server);
        throw e;
      }
    }

    private void connected() {
      connected = true;
      toServer.source.interestOps(SelectionKey.OP_READ);
      toClient.source.interestOps(SelectionKey.OP_READ);
    }

    void ready(SelectionKey key) throws IOException {
      if (key.isConnectable()) {
        server.finishConnect();
        connected();
        return;
      }
      Flow out = key == toServer.source ? toServer : toClient;
      Flow in = key == toServer.source ? toClient : toServer;
      if (key.isValid() && key.isWritable()) {
        in.write();
      }
      if (key.isValid() && key.isReadable()) {
        out.read();
      }
      endIfOver();
    }

    void pump() {
      try {
        if (connected) {
          toServer.write();
          toClient.write();
          endIfOver();
        }
      } catch (IOException | CancelledKeyException e) {
        reset();
      }
    }

    private void endIfOver() {
      if (toServer.cut || toClient.cut) {
        reset();
      } else if (toServer.isOver() || toClient.isOver()) {
        close();
      }
    }

    boolean holdsBack() {
      return toServer.holdsBack() || toClient.holdsBack();
    }

    void stall(Direction direction) {
      toServer.stalled |= direction != Direction.TO_CLIENT;
      toClient.stalled |= direction != Direction.TO_SERVER;
    }

    void cutAfter(int bytes) {
      toServer.passLimit = bytes;
      toClient.passLimit = bytes;
    }

    void heal() {
      toServer.stalled = false;
      toClient.stalled = false;
      pump();
    }

    void reset() {
      links.remove(this);
      resetChannel(client);
      resetChannel(server);
    }

    private void close() {
      links.remove(this);
      try {
        client.close();
        server.close();
      } catch (IOException alreadyBroken) {
        // then both are gone
      }
    }
  }

  /** Bytes that wait, and from when on they may go. */
  private record Held(long dueNanos, ByteBuffer bytes) {}

  /** One direction of a connection. */
  private final class Flow {
    private final SelectionKey source;
    private final SelectionKey sink;
    private final Queue<Held> held = new ArrayDeque<>();
    private int heldBytes;
    private int passLimit = Integer.MAX_VALUE;
    private boolean stalled;
    private boolean ended;
    private boolean cut;

    Flow(SelectionKey source, SelectionKey sink) {
      this.source = source;
      this.sink = sink;
    }

    void read() throws IOException {
      readBuffer.clear();
      int count = ((SocketChannel) source.channel()).read(readBuffer);
      if (count < 0) {
        ended = true;
        source.interestOpsAnd(~SelectionKey.OP_READ);
        return;
      }
      readBuffer.flip();
      boolean direct = held.isEmpty() && !stalled && delayNanos == 0;
      if (direct) {
        send(readBuffer);
      }
      if (readBuffer.hasRemaining() && !cut) {
        ByteBuffer rest = ByteBuffer.allocate(readBuffer.remaining());
        rest.put(readBuffer).flip();
        heldBytes += rest.remaining();
        held.add(new Held(System.nanoTime() + delayNanos, rest));
        if (direct) {
          sink.interestOpsOr(SelectionKey.OP_WRITE);
        }
        if (heldBytes >= HELD_BYTES) {
          source.interestOpsAnd(~SelectionKey.OP_READ);
        }
      }
    }

    /** Sends what may go; the sink says when it takes more. */
    void write() throws IOException {
      while (mayGo() && !cut) {
        Held next = held.element();
        int before = next.bytes().remaining();
        send(next.bytes());
        heldBytes -= before - next.bytes().remaining();
        if (next.bytes().hasRemaining()) {
          sink.interestOpsOr(SelectionKey.OP_WRITE);
          return;
        }
        held.remove();
      }
      sink.interestOpsAnd(~SelectionKey.OP_WRITE);
      if (heldBytes < HELD_BYTES && !ended) {
        source.interestOpsOr(SelectionKey.OP_READ);
      }
    }

    private void send(ByteBuffer bytes) throws IOException {
      SocketChannel channel = (SocketChannel) sink.channel();
      if (bytes.remaining() < passLimit) {
        int sent = channel.write(bytes);
        passLimit -= passLimit == Integer.MAX_VALUE ? 0 : sent;
        return;
      }
      bytes.limit(bytes.position() + passLimit);
      int unused = channel.write(bytes);
      cut = true;
    }

    private boolean mayGo() {
      Held next = held.peek();
      return next != null && !stalled && next.dueNanos() <= System.nanoTime();
    }

    boolean holdsBack() {
      return !held.isEmpty();
    }

    boolean isOver() {
      return ended && held.isEmpty();
    }
  }

  @Override
  public void close() {
    closed.set(true);
    selector.wakeup();
    try {
      thread.join(5_000);
      Set<SelectionKey> keys = selector.keys();
      for (SelectionKey key : keys) {
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
