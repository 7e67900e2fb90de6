package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of sockets, one of each sends to the other when it is due, whatever became of the messages
 * before: first as many as the service can take, then more, then as many as at first. All state
 * belongs to the loop.
 */
final class OverloadRun {
  private static final byte[] OK = "[{\"ok\":true".getBytes(StandardCharsets.UTF_8);
  private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");
  private static final Duration TICK = Duration.ofMillis(1);
  private static final long SETUP_SECONDS = 60;
  private static final long DRAIN_SECONDS = 20;

  private final EventLoop loop;
  private final InetSocketAddress server;
  private final LongFunction<String> tokens;
  private final String padding;
  private final List<Sender> senders = new ArrayList<>();
  private final CountDownLatch ready;
  private final CountDownLatch drained = new CountDownLatch(1);
  private final AtomicReference<String> failure = new AtomicReference<>();
  private boolean over;

  /**
   * @param tokens the token of a user id; pair {@code p} is of users 2p+1 and 2p+2
   * @param contentBytes length of each message
   */
  OverloadRun(
      EventLoop loop,
      InetSocketAddress server,
      LongFunction<String> tokens,
      int pairCount,
      int contentBytes) {
    this.loop = loop;
    this.server = server;
    this.tokens = tokens;
    this.padding = "x".repeat(contentBytes);
    this.ready = new CountDownLatch(2 * pairCount);
    for (int i = 0; i < pairCount; i++) {
      senders.add(new Sender(2L * i + 1, 2L * i + 2));
    }
  }

  /** Messages at one rate, and what became of them. */
  static final class Phase {
    /** The pieces in which it is looked at to see when it became normal. */
    private static final Duration SLOT = Duration.ofMillis(250);

    private final int perSecond;
    private final Duration length;
    private final Histogram accepted = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<Histogram> slots = new ArrayList<>();
    private final List<Boolean> refusals = new ArrayList<>();
    private long began;
    private long sent;

    Phase(int perSecond, Duration length) {
      this.perSecond = perSecond;
      this.length = length;
      for (long i = 0; i <= length.dividedBy(SLOT); i++) {
        slots.add(new Histogram(TimeUnit.MINUTES.toNanos(5), 3));
        refusals.add(false);
      }
    }

    /** From when a message was due until it was acknowledged. */
    Histogram accepted() {
      return accepted;
    }

    /** How often, by code. */
    Map<String, Integer> refused() {
      return refused;
    }

    long sent() {
      return sent;
    }

    long acceptedPerSecond() {
      return accepted.getTotalCount() / Math.max(1, length.toSeconds());
    }

    /** When nothing more was refused, and 99 of 100 messages took no longer than so many ns. */
    Duration normalAfter(long nanos) {
      int slot = slots.size();
      while (slot > 0
          && !refusals.get(slot - 1)
          && slots.get(slot - 1).getValueAtPercentile(99) <= nanos) {
        slot--;
      }
      return SLOT.multipliedBy(slot);
    }

    private int slot(long due) {
      return (int) Math.min(slots.size() - 1, (due - began) / SLOT.toNanos());
    }

    private void accepted(long due) {
      long nanos = System.nanoTime() - due;
      accepted.recordValue(nanos);
      slots.get(slot(due)).recordValue(nanos);
    }

    private void refused(long due, String code) {
      refused.merge(code, 1, Integer::sum);
      refusals.set(slot(due), true);
    }
  }

  /**
   * What was seen.
   *
   * @param accepted of each receiver, by user id
   * @param failure empty if no connection was lost and everything was answered
   */
  record Outcome(Map<Long, Integer> accepted, String failure) {}

  /** Sends; the phases know afterwards what became of their messages. */
  Outcome run(List<Phase> phases) throws InterruptedException {
    senders.forEach(Sender::connect);
    if (!ready.await(SETUP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only some could connect: " + failure.get());
    }
    for (Phase phase : phases) {
      loop.execute(() -> begin(phase));
      Thread.sleep(phase.length.toMillis());
    }
    loop.execute(
        () -> {
          over = true;
          checkDrained();
        });
    boolean complete = drained.await(DRAIN_SECONDS, TimeUnit.SECONDS);
    return loop.call(() -> outcome(complete));
  }

  private Outcome outcome(boolean complete) {
    Map<Long, Integer> accepted = new TreeMap<>();
    senders.forEach(sender -> accepted.put(sender.receiver, sender.accepted));
    String lost = failure.get();
    return new Outcome(accepted, lost != null ? lost : complete ? "" : "not all were answered");
  }

  private void begin(Phase phase) {
    phase.began = System.nanoTime();
    long messages = phase.perSecond * phase.length.toSeconds();
    loop.every(TICK, new Pace(phase.length, messages, due -> send(phase, due)));
  }

  private void send(Phase phase, long due) {
    if (!over) {
      senders.get((int) (phase.sent % senders.size())).send(phase, due);
      phase.sent++;
    }
  }

  private void checkDrained() {
    if (over && senders.stream().allMatch(sender -> sender.open == 0)) {
      drained.countDown();
    }
  }

  /** A message under way. */
  private record Sent(Phase phase, long due) {}

  private final class Sender implements SocketListener {
    private final long id;
    private final long receiver;
    private final List<@Nullable Sent> sent = new ArrayList<>();
    private @Nullable WireSocket socket;
    private int open;
    private int accepted;

    Sender(long id, long receiver) {
      this.id = id;
      this.receiver = receiver;
    }

    void connect() {
      loop.connect(server, tokens.apply(receiver), new Receiver());
      loop.connect(server, tokens.apply(id), this);
    }

    void send(Phase phase, long due) {
      open++;
      int number = sent.size();
      sent.add(new Sent(phase, due));
      Objects.requireNonNull(socket)
          .emit(
              number,
              "send_message",
              "{\"receiverId\":"
                  + receiver
                  + ",\"content\":\""
                  + padding
                  + "\",\"clientMessageId\":\""
                  + id
                  + "-"
                  + number
                  + "\"}");
    }

    @Override
    public void connected(WireSocket connected) {
      socket = connected;
      ready.countDown();
    }

    @Override
    public void event(WireSocket from, Text event) {}

    @Override
    public void acknowledged(WireSocket from, int ackId, Text data) {
      Sent message = Objects.requireNonNull(sent.set(ackId, null));
      open--;
      if (data.startsWith(OK)) {
        accepted++;
        message.phase().accepted(message.due());
      } else {
        Matcher code = CODE.matcher(data.toString());
        message.phase().refused(message.due(), code.find() ? code.group(1) : "unnamed");
      }
      checkDrained();
    }

    @Override
    public void closed(String reason) {
      failure.compareAndSet(null, reason);
    }
  }

  private final class Receiver implements SocketListener {
    @Override
    public void connected(WireSocket socket) {
      ready.countDown();
    }

    @Override
    public void event(WireSocket socket, Text event) {}

    @Override
    public void acknowledged(WireSocket socket, int ackId, Text data) {}

    @Override
    public void closed(String reason) {
      failure.compareAndSet(null, reason);
    }
  }
}
