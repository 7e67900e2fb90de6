package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of sockets, one of each sends to the other when it is due, whatever became of the messages
 * before: first as many as the service can take, then more, then as many as at first. All state
 * belongs to the loop.
 */
final class OverloadRun {
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
      phase
          .begin(loop, (number, due) -> senders.get(number % senders.size()).send(phase, due))
          .await();
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
      if (Phase.isOk(data)) {
        accepted++;
        message.phase().accepted(message.due());
      } else {
        message.phase().refused(message.due(), Phase.code(data));
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
