package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of sockets, one of each sends to the other: a message counts when the receiver's socket has
 * it, and the next one goes when it was delivered and acknowledged. All state belongs to the loop.
 */
final class SocketSendRun {
  private static final byte[] NEW_MESSAGE = bytes("[\"new_message\"");
  private static final byte[] NOTIFICATION = bytes("[\"message_notification\"");
  private static final byte[] ERROR = bytes("[\"error\"");
  private static final byte[] RESYNC = bytes("[\"resync_required\"");
  private static final byte[] CONVERSATION_ID = bytes("\"conversationId\":");
  private static final byte[] CONTENT = bytes("\"content\":\"n");
  private static final byte[] OK = bytes("[{\"ok\":true");
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final Duration TICK = Duration.ofMillis(1);

  /** Over this part of the warm-up an open loop comes to its rate: a cold JVM is soon too busy. */
  private static final int RISING_PART = 2;

  private static final long SETUP_SECONDS = 60;
  static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  private final LongFunction<InetSocketAddress> servers;
  private final LongFunction<String> tokens;
  private final Load load;
  private final String padding;

  /** Another for each run, so that none repeats what an earlier one has sent. */
  private final String name = UUID.randomUUID().toString();

  private final EventLoop loop;
  private final List<Pair> pairs = new ArrayList<>();
  private final CountDownLatch ready;
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);

  private boolean sending;
  private boolean measuring;
  private long measured;
  private long duplicated;
  private long outOfOrder;
  private long refused;
  private long resyncs;
  private long reads;
  private long measuredFrom;
  private long measuredNanos = 1;
  private final List<Histogram> tenths =
      Stream.generate(() -> new Histogram(TimeUnit.MINUTES.toNanos(5), 3)).limit(10).toList();
  private final CountDownLatch drained = new CountDownLatch(1);

  /**
   * @param servers where a user connects to
   * @param tokens the token of a user id; pair {@code p} is of users 2p+1 and 2p+2
   * @param load how the messages come
   * @param contentBytes length of each message, at least 20
   */
  SocketSendRun(
      EventLoop loop,
      LongFunction<InetSocketAddress> servers,
      LongFunction<String> tokens,
      int pairCount,
      Load load,
      int contentBytes) {
    this.loop = loop;
    this.servers = servers;
    this.tokens = tokens;
    this.load = load;
    this.padding = "x".repeat(contentBytes);
    this.ready = new CountDownLatch(pairCount);
    for (int i = 0; i < pairCount; i++) {
      pairs.add(new Pair(i));
    }
  }

  /**
   * @param drain how long the last messages may take before they count as lost
   * @param measuredStretch hears of the beginning and the end of {@code length}
   */
  Outcome run(Duration warmup, Duration length, Duration drain, Stretch measuredStretch)
      throws InterruptedException {
    pairs.forEach(Pair::connectReceiver);
    if (!ready.await(SETUP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only some pairs could chat: " + failure.get());
    }
    loop.execute(() -> start(warmup.dividedBy(RISING_PART)));
    Thread.sleep(warmup.toMillis());
    measuredStretch.begin();
    long from = System.nanoTime();
    loop.execute(
        () -> {
          measuredFrom = from;
          measuredNanos = length.toNanos();
          measuring = true;
        });
    Thread.sleep(length.toMillis());
    long nanos = loop.call(() -> stop(from));
    measuredStretch.end();
    boolean complete = drained.await(drain.toMillis(), TimeUnit.MILLISECONDS);
    return loop.call(() -> outcome(nanos, complete));
  }

  private void start(Duration rise) {
    sending = true;
    if (load.isClosedLoop()) {
      pairs.forEach(Pair::fill);
    } else {
      loop.every(TICK, new Schedule(rise));
    }
  }

  /**
   * Sends what is due, whether the earlier messages have arrived or not. The rate rises evenly
   * until it is reached.
   */
  private final class Schedule implements BooleanSupplier {
    private final long start = System.nanoTime();
    private final double riseSeconds;
    private final double issuedAtFullRate;
    private long issued;

    Schedule(Duration rise) {
      riseSeconds = (double) rise.toNanos() / SECOND_NANOS;
      issuedAtFullRate = riseSeconds * load.perSecond() / 2;
    }

    @Override
    public boolean getAsBoolean() {
      long now = System.nanoTime();
      for (long due = due(); sending && due <= now; due = due()) {
        pairs.get((int) (issued % pairs.size())).sendNext(due);
        issued++;
      }
      return sending;
    }

    private long due() {
      double seconds =
          issued < issuedAtFullRate
              ? Math.sqrt(2 * riseSeconds * issued / load.perSecond())
              : riseSeconds + (issued - issuedAtFullRate) / load.perSecond();
      return start + (long) (seconds * SECOND_NANOS);
    }
  }

  private long stop(long from) {
    measuring = false;
    sending = false;
    long nanos = System.nanoTime() - from;
    checkDrained();
    return nanos;
  }

  private Outcome outcome(long nanos, boolean complete) {
    long sent = pairs.stream().mapToLong(pair -> pair.sent).sum();
    String reason = failure.get();
    return new Outcome(
        nanos,
        measured,
        latency,
        List.copyOf(tenths),
        reads,
        sent,
        pairs.stream().mapToLong(Pair::lost).sum(),
        duplicated,
        outOfOrder,
        refused,
        resyncs,
        complete ? "" : reason == null ? "not all were acknowledged" : reason);
  }

  private void checkDrained() {
    if (!sending && pairs.stream().allMatch(pair -> pair.open == 0)) {
      drained.countDown();
    }
  }

  /**
   * How the messages come: in a closed loop the next when one is through, in an open one at a fixed
   * rate.
   *
   * @param inFlight messages of each sender under way, in a closed loop
   * @param perSecond of all senders together; 0 for a closed loop
   * @param readEvery after how many messages a receiver marks them as read and begins to type; 0
   *     for never
   */
  record Load(int inFlight, int perSecond, int readEvery) {
    /** Without receivers that read. */
    Load(int inFlight, int perSecond) {
      this(inFlight, perSecond, 0);
    }

    boolean isClosedLoop() {
      return perSecond == 0;
    }
  }

  /**
   * What was seen; {@code lost} counts messages that were neither refused nor delivered.
   *
   * @param resyncs how often a receiver was told that something is to be read
   * @param tenths the latencies of each tenth of the measured time
   * @param reads marks that were acknowledged
   */
  record Outcome(
      long nanos,
      long measured,
      Histogram latency,
      List<Histogram> tenths,
      long reads,
      long sent,
      long lost,
      long duplicated,
      long outOfOrder,
      long refused,
      long resyncs,
      String failure) {
    boolean isClean() {
      return lost + duplicated + outOfOrder + refused + resyncs == 0 && failure.isEmpty();
    }
  }

  /** Two users, a socket each; the first sends, the second receives. */
  private final class Pair {
    private final long senderId;
    private final long receiverId;
    private final BitSet seen = new BitSet();
    private final BitSet finishedHalf = new BitSet();
    private final BitSet refusals = new BitSet();
    private long[] sentAt = new long[1024];
    private @Nullable WireSocket sender;
    private int sent;
    private int newest = -1;
    private int open;

    Pair(int index) {
      this.senderId = 2L * index + 1;
      this.receiverId = 2L * index + 2;
    }

    void connectReceiver() {
      loop.connect(servers.apply(receiverId), tokens.apply(receiverId), new Receiver());
    }

    void connectSender() {
      loop.connect(servers.apply(senderId), tokens.apply(senderId), new Sender());
    }

    void fill() {
      while (sending && open < load.inFlight()) {
        sendNext(System.nanoTime());
      }
    }

    void sendNext(long intendedNanos) {
      send(sent++, intendedNanos);
    }

    private void send(int number, long intendedNanos) {
      if (number == sentAt.length) {
        sentAt = Arrays.copyOf(sentAt, number * 2);
      }
      sentAt[number] = intendedNanos;
      open++;
      String content = "n" + number + " " + padding;
      Objects.requireNonNull(sender)
          .emit(
              number,
              "send_message",
              "{\"receiverId\":"
                  + receiverId
                  + ",\"content\":\""
                  + content.substring(0, Math.max(20, padding.length()))
                  + "\",\"clientMessageId\":\""
                  + name
                  + "-"
                  + number
                  + "\"}");
    }

    void deliveredToReceiver(int number) {
      if (number < 0) {
        return;
      }
      if (number >= sent) {
        outOfOrder++; // nobody has sent it yet
        return;
      }
      if (seen.get(number)) {
        duplicated++;
        return;
      }
      seen.set(number);
      if (number < newest) {
        outOfOrder++;
      }
      newest = Math.max(newest, number);
      if (measuring) {
        measured++;
        long now = System.nanoTime();
        latency.recordValue(now - sentAt[number]);
        tenths
            .get((int) Math.min(9, 10 * (now - measuredFrom) / measuredNanos))
            .recordValue(now - sentAt[number]);
      }
      half(number);
    }

    private long lost() {
      var settled = (BitSet) seen.clone();
      settled.or(refusals);
      return (long) sent - settled.cardinality();
    }

    /** A message is through when both have happened: delivered, and acknowledged. */
    void half(int number) {
      if (!finishedHalf.get(number)) {
        finishedHalf.set(number);
        return;
      }
      open--;
      if (load.isClosedLoop()) {
        fill();
      }
      checkDrained();
    }

    /** Connects second, writes the message that creates the conversation, then waits. */
    private final class Sender extends Listener {
      @Override
      public void connected(WireSocket socket) {
        sender = socket;
        socket.emit("send_message", "{\"receiverId\":" + receiverId + ",\"content\":\"hello\"}");
      }

      @Override
      public void acknowledged(WireSocket socket, int ackId, Text data) {
        if (!data.startsWith(OK)) {
          refused++;
          refusals.set(ackId);
          failure.compareAndSet(null, data.toString());
          open--;
          return;
        }
        half(ackId);
      }
    }

    private final class Receiver extends Listener {
      private static final int JOIN = 0;
      private static final int READ = 1;

      private boolean joined;
      private long conversation;
      private int unread;

      @Override
      public void connected(WireSocket socket) {
        connectSender();
      }

      @Override
      public void event(WireSocket socket, Text event) {
        if (event.startsWith(NEW_MESSAGE)) {
          deliveredToReceiver((int) event.numberAfter(CONTENT));
          readIfDue(socket);
        } else if (!joined && event.startsWith(NOTIFICATION)) {
          joined = true;
          conversation = event.numberAfter(CONVERSATION_ID);
          socket.emit(JOIN, "join_conversation", conversation());
        } else {
          super.event(socket, event);
        }
      }

      private void readIfDue(WireSocket socket) {
        if (load.readEvery() > 0 && ++unread == load.readEvery()) {
          unread = 0;
          socket.emit(READ, "mark_as_read", conversation());
          socket.emit("typing", conversation());
        }
      }

      private String conversation() {
        return "{\"conversationId\":" + conversation + "}";
      }

      @Override
      public void acknowledged(WireSocket socket, int ackId, Text data) {
        if (!data.startsWith(OK)) {
          refused++;
          failure.compareAndSet(null, data.toString());
        } else if (ackId == READ) {
          reads++;
        } else {
          ready.countDown();
        }
      }
    }
  }

  private abstract class Listener implements SocketListener {
    @Override
    public void event(WireSocket socket, Text event) {
      if (event.startsWith(ERROR)) {
        refused++;
        failure.compareAndSet(null, event.toString());
      } else if (event.startsWith(RESYNC)) { // what is not delivered then is to be read
        resyncs++;
        failure.compareAndSet(null, event.toString());
      }
    }

    @Override
    public void closed(String reason) {
      failure.compareAndSet(null, reason);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
