package io.parley.bench.abuse;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of honest users: one of each sends when a message is due, whatever became of those before,
 * the other one has joined the conversation. A message is through when it is acknowledged and
 * delivered. All state belongs to the loop.
 */
final class HonestLoad implements AutoCloseable {
  private static final byte[] OK = ascii("[{\"ok\":true");
  private static final byte[] NEW_MESSAGE = ascii("[\"new_message\"");
  private static final byte[] NOTIFICATION = ascii("[\"message_notification\"");
  private static final byte[] CONVERSATION = ascii("\"conversationId\":");
  private static final byte[] NUMBER = ascii("\"content\":\"n");
  private static final String PADDING = " " + "o".repeat(100);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final long SETUP_SECONDS = 60;
  private static final long DRAIN_MILLIS = 20_000;
  private static final long LOOK_MILLIS = 20;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final EventLoop loop = new EventLoop();
  private final InetSocketAddress server;
  private final LongFunction<String> tokens;
  private final int perSecond;
  private final List<Pair> pairs = new ArrayList<>();
  private final CountDownLatch ready;
  private Window window = new Window();
  private String failure = "";
  private boolean sending;
  private long began;
  private long sent;

  /**
   * @param users 1 to that number, in pairs
   * @param perSecond messages of all together
   */
  HonestLoad(InetSocketAddress server, LongFunction<String> tokens, int users, int perSecond) {
    this.server = server;
    this.tokens = tokens;
    this.perSecond = perSecond;
    this.ready = new CountDownLatch(users / 2);
    for (long i = 1; i < users; i += 2) {
      pairs.add(new Pair(i, i + 1));
    }
  }

  /** What became of the messages that were due in some time. */
  static final class Window {
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private int open;
    private int refused;

    /** From when a message was due until it was acknowledged and delivered. */
    Histogram latency() {
      return latency;
    }

    /** Messages that never came through. */
    int lost() {
      return open + refused;
    }
  }

  /** Connects everybody, and begins to send. */
  void start() throws InterruptedException {
    pairs.forEach(Pair::connectReceiver);
    if (!ready.await(SETUP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only some could connect: " + failure());
    }
    loop.execute(
        () -> {
          sending = true;
          began = System.nanoTime();
        });
    loop.every(TICK, this::sendWhatIsDue);
  }

  private boolean sendWhatIsDue() {
    long now = System.nanoTime();
    for (long due = due(); sending && due <= now; due = due()) {
      pairs.get((int) (sent++ % pairs.size())).send(due);
    }
    return sending;
  }

  private long due() {
    return began + sent * SECOND_NANOS / perSecond;
  }

  /** What happens while honest users are watched. */
  interface Event {
    void happen() throws Exception;
  }

  /** Watches the messages that are due meanwhile, and waits until all of them are through. */
  Window during(Event event) throws Exception {
    Window watched = new Window();
    loop.execute(() -> window = watched);
    try {
      event.happen();
    } finally {
      loop.execute(() -> window = new Window());
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
    while (loop.call(() -> watched.open) > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_MILLIS);
    }
    return watched;
  }

  /** Where they chat. */
  List<Long> conversations() {
    return loop.call(() -> pairs.stream().map(pair -> pair.conversation).toList());
  }

  /** What has gone wrong first; empty if nothing. */
  String failure() {
    return loop.call(() -> failure);
  }

  private void failed(String reason) {
    failure = failure.isEmpty() ? reason : failure;
  }

  @Override
  public void close() {
    loop.execute(() -> sending = false);
    loop.closeSockets();
    loop.close();
  }

  private static final class Sent {
    private final Window window;
    private final long due;
    private boolean half;

    Sent(Window window, long due) {
      this.window = window;
      this.due = due;
    }
  }

  private final class Pair {
    private final long sender;
    private final long receiver;
    private final List<@Nullable Sent> messages = new ArrayList<>();
    private @Nullable WireSocket socket;
    private long conversation;

    Pair(long sender, long receiver) {
      this.sender = sender;
      this.receiver = receiver;
    }

    void connectReceiver() {
      loop.connect(server, tokens.apply(receiver), new Receiver());
    }

    void send(long due) {
      int number = messages.size();
      messages.add(new Sent(window, due));
      window.open++;
      Objects.requireNonNull(socket)
          .emit(
              number,
              "send_message",
              "{\"receiverId\":" + receiver + ",\"content\":\"n" + number + PADDING + "\"}");
    }

    /** Acknowledged, or delivered. */
    void half(int number) {
      Sent message = number >= 0 && number < messages.size() ? messages.get(number) : null;
      if (message == null) {
        failed("a message came twice, or was never sent: " + number);
      } else if (!message.half) {
        message.half = true;
      } else {
        messages.set(number, null);
        message.window.open--;
        message.window.latency.recordValue(System.nanoTime() - message.due);
      }
    }

    private final class Sender implements SocketListener {
      @Override
      public void connected(WireSocket connected) {
        socket = connected;
        connected.emit("send_message", "{\"receiverId\":" + receiver + ",\"content\":\"hello\"}");
      }

      @Override
      public void event(WireSocket from, Text event) {
        // its own messages, and that others are online
      }

      @Override
      public void acknowledged(WireSocket from, int ackId, Text data) {
        if (data.startsWith(OK)) {
          half(ackId);
          return;
        }
        failed("refused: " + data);
        Sent message = messages.set(ackId, null);
        if (message != null) {
          message.window.open--;
          message.window.refused++;
        }
      }

      @Override
      public void closed(String reason) {
        failed("an honest sender was closed: " + reason);
      }
    }

    private final class Receiver implements SocketListener {
      @Override
      public void connected(WireSocket connected) {
        loop.connect(server, tokens.apply(sender), new Sender());
      }

      @Override
      public void event(WireSocket from, Text event) {
        if (event.startsWith(NEW_MESSAGE)) {
          half((int) event.numberAfter(NUMBER));
        } else if (conversation == 0 && event.startsWith(NOTIFICATION)) {
          conversation = event.numberAfter(CONVERSATION);
          from.emit(1, "join_conversation", "{\"conversationId\":" + conversation + "}");
        }
      }

      @Override
      public void acknowledged(WireSocket from, int ackId, Text data) {
        if (data.startsWith(OK)) {
          ready.countDown();
        } else {
          failed("not joined: " + data);
        }
      }

      @Override
      public void closed(String reason) {
        failed("an honest receiver was closed: " + reason);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
