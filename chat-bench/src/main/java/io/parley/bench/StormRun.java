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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Senders that stay, and clients that lose their connections all at once and come back. Each client
 * has one conversation. It has come back when it has the changes since its cursor, has joined its
 * conversation again, and has the messages that it missed. All state belongs to the loop.
 */
final class StormRun {
  private static final byte[] NEW_MESSAGE = bytes("[\"new_message\",");
  private static final byte[] SEQ = bytes("\"seq\":");
  private static final byte[] CONVERSATION_ID = bytes("\"conversationId\":");
  private static final byte[] RETRYABLE = bytes("\"retryable\":true");
  private static final byte[] HAS_MORE = bytes("\"hasMore\":true");
  private static final Pattern EACH_SEQ = Pattern.compile("\"seq\":(\\d+)");
  private static final Pattern NEXT_CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
  private static final int SETUP_PER_SECOND = 400;

  /** Before a client asks again what it was refused. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final EventLoop loop;
  private final Executor later;
  private final InetSocketAddress server;
  private final LongFunction<String> tokens;
  private final String padding;
  private final List<Sender> senders = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Histogram returns = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
  private String failure = "";
  private int next;
  private long caughtUp;
  private long refusals;
  private long holes;
  private long doubled;

  /**
   * @param tokens the token of a user id; users 1 to {@code senderCount} send
   * @param contentBytes length of each message
   */
  StormRun(
      EventLoop loop,
      InetSocketAddress server,
      LongFunction<String> tokens,
      int senderCount,
      int clientCount,
      int contentBytes) {
    this.loop = loop;
    this.later =
        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, loop::execute);
    this.server = server;
    this.tokens = tokens;
    this.padding = "x".repeat(contentBytes);
    for (int i = 1; i <= senderCount; i++) {
      senders.add(new Sender(i));
    }
    for (int i = 0; i < clientCount; i++) {
      clients.add(new Client(senderCount + 1L + i, senders.get(i % senderCount)));
    }
  }

  /**
   * What was seen.
   *
   * @param returns nanoseconds from when a client was due to come back until it had
   * @param caughtUp messages that clients got in the answers to their joining
   * @param refusals questions of clients that were refused for now, and asked again
   * @param holes messages that came although one before them had not
   * @param doubled messages that came again
   * @param missing acknowledged messages that did not come
   * @param failure empty if no connection was lost but by us, and every client could do everything
   */
  record Outcome(
      Histogram returns,
      long caughtUp,
      long refusals,
      long holes,
      long doubled,
      long missing,
      String failure) {}

  /** Connects everybody; each client has a conversation with a message in it then. */
  void connect() throws InterruptedException {
    loop.execute(() -> senders.forEach(Sender::connect));
    awaitThat(
        "not all senders are connected",
        () -> senders.stream().allMatch(sender -> sender.socket != null));
    requireNoFailure();
    comeBack(Duration.ofMillis(1_000L * clients.size() / SETUP_PER_SECOND));
    requireNoFailure();
    loop.execute(returns::reset);
  }

  private void requireNoFailure() {
    String reason = loop.call(() -> failure);
    if (!reason.isEmpty()) {
      throw new IllegalStateException(reason);
    }
  }

  /** Sends to one client after the other; returns when all was sent. */
  void calm(Phase phase) throws InterruptedException {
    begin(phase).await();
  }

  /**
   * All clients lose their connections, without a word to the server, and come back evenly over so
   * long, while messages are sent.
   *
   * @return from the loss until the last one was back
   */
  Duration storm(Phase phase, Duration over) throws InterruptedException {
    CountDownLatch sent = begin(phase);
    long began = System.nanoTime();
    loop.execute(() -> clients.forEach(Client::cut));
    comeBack(over);
    Duration length = Duration.ofNanos(System.nanoTime() - began);
    sent.await();
    return length;
  }

  private CountDownLatch begin(Phase phase) {
    return phase.begin(
        loop,
        (number, due) -> {
          Client to = clients.get(next++ % clients.size());
          to.sender.send(to, padding, due, phase);
        });
  }

  private void comeBack(Duration over) throws InterruptedException {
    var all = clients.iterator();
    Pace.begin(loop, over, clients.size(), due -> all.next().connect(due)).await();
    awaitThat("not all are back", () -> clients.stream().allMatch(client -> client.back));
  }

  /** Waits until everything was answered and delivered. */
  Outcome end() throws InterruptedException {
    awaitThat(
        "not everything was answered and delivered",
        () ->
            senders.stream().allMatch(sender -> sender.open == 0)
                && clients.stream().allMatch(client -> client.lastSeq >= client.stored));
    return loop.call(
        () -> {
          long missing = clients.stream().mapToLong(Client::missing).sum();
          return new Outcome(returns, caughtUp, refusals, holes, doubled, missing, failure);
        });
  }

  private void awaitThat(String otherwise, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!loop.call(condition::getAsBoolean)) {
      if (System.nanoTime() > deadline) {
        loop.execute(() -> failed(otherwise));
        return;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  private void failed(String reason) {
    failure = failure.isEmpty() ? reason : failure;
  }

  /** A message under way; the first one to a client belongs to no phase. */
  private record Sent(Client to, long due, @Nullable Phase phase) {}

  private final class Sender implements SocketListener {
    private final long id;
    private final List<@Nullable Sent> sent = new ArrayList<>();
    private @Nullable WireSocket socket;
    private int open;

    Sender(long id) {
      this.id = id;
    }

    void connect() {
      loop.connect(server, tokens.apply(id), this);
    }

    void send(Client to, String content, long due, @Nullable Phase phase) {
      int number = sent.size();
      sent.add(new Sent(to, due, phase));
      open++;
      Objects.requireNonNull(socket)
          .emit(
              number,
              "send_message",
              "{\"receiverId\":" + to.id + ",\"content\":\"" + content + "\"}");
    }

    @Override
    public void connected(WireSocket connected) {
      socket = connected;
    }

    @Override
    public void event(WireSocket from, Text event) {
      // the sender has joined nothing
    }

    @Override
    public void acknowledged(WireSocket from, int ackId, Text answer) {
      Sent message = Objects.requireNonNull(sent.set(ackId, null));
      open--;
      boolean ok = Phase.isOk(answer);
      if (ok) {
        message.to.stored = Math.max(message.to.stored, answer.numberAfter(SEQ));
      }
      if (message.phase != null && ok) {
        message.phase.accepted(message.due);
      } else if (message.phase != null) {
        message.phase.refused(message.due, Phase.code(answer));
      } else if (ok) {
        message.to.begin(answer.numberAfter(CONVERSATION_ID));
      } else if (answer.contains(RETRYABLE)) {
        later.execute(() -> send(message.to, padding, message.due, null));
      } else {
        failed("a first message was refused: " + answer);
      }
    }

    @Override
    public void closed(String reason) {
      failed("a sender was closed: " + reason);
    }
  }

  private final class Client implements SocketListener {
    private static final int JOIN = 1;
    private static final int SYNC = 2;

    private final long id;
    private final Sender sender;
    private long conversation;
    private String cursor = "";
    private @Nullable WireSocket socket;
    private long due;
    private int unanswered;
    private boolean back;
    private long lastSeq;
    private long stored;

    Client(long id, Sender sender) {
      this.id = id;
      this.sender = sender;
    }

    void connect(long newDue) {
      due = newDue;
      loop.connect(server, tokens.apply(id), this);
    }

    void cut() {
      back = false;
      if (socket != null) {
        socket.close();
      }
    }

    void begin(long newConversation) {
      conversation = newConversation;
      catchUp(Objects.requireNonNull(socket));
    }

    long missing() {
      return Math.max(0, stored - lastSeq);
    }

    @Override
    public void connected(WireSocket connected) {
      socket = connected;
      if (conversation == 0) {
        sender.send(this, padding, due, null);
      } else {
        catchUp(connected);
      }
    }

    private void catchUp(WireSocket on) {
      unanswered = 2;
      sync(on);
      join(on);
    }

    private void sync(WireSocket on) {
      on.emit(SYNC, "sync", cursor.isEmpty() ? "{}" : "{\"cursor\":\"" + cursor + "\"}");
    }

    private void join(WireSocket on) {
      on.emit(
          JOIN,
          "join_conversation",
          "{\"conversationId\":" + conversation + ",\"afterSeq\":" + lastSeq + "}");
    }

    @Override
    public void event(WireSocket from, Text event) {
      if (event.startsWith(NEW_MESSAGE)) {
        take(event.numberAfter(SEQ));
      }
    }

    @Override
    public void acknowledged(WireSocket from, int ackId, Text answer) {
      if (answer.contains(RETRYABLE)) {
        refusals++;
        later.execute(() -> repeat(ackId, from));
      } else if (!Phase.isOk(answer)) {
        failed("a client cannot catch up: " + answer);
      } else if (ackId == JOIN) {
        joined(from, answer);
      } else {
        synced(from, answer);
      }
    }

    private void repeat(int ackId, WireSocket on) {
      if (ackId == JOIN) {
        join(on);
      } else {
        sync(on);
      }
    }

    private void joined(WireSocket from, Text answer) {
      Matcher seqs = EACH_SEQ.matcher(answer.toString());
      while (seqs.find()) {
        caughtUp++;
        take(Long.parseLong(seqs.group(1)));
      }
      if (answer.contains(HAS_MORE)) {
        join(from);
      } else {
        answered();
      }
    }

    private void synced(WireSocket from, Text answer) {
      Matcher next = NEXT_CURSOR.matcher(answer.toString());
      if (!next.find()) {
        failed("a sync without a cursor: " + answer);
        return;
      }
      cursor = next.group(1);
      if (answer.contains(HAS_MORE)) {
        sync(from);
      } else {
        answered();
      }
    }

    private void answered() {
      unanswered--;
      if (unanswered == 0) {
        back = true;
        returns.recordValue(System.nanoTime() - due);
      }
    }

    private void take(long seq) {
      if (seq <= lastSeq) {
        doubled++;
      } else {
        holes += seq - lastSeq - 1;
        lastSeq = seq;
      }
    }

    @Override
    public void closed(String reason) {
      failed("a client was closed: " + reason);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
