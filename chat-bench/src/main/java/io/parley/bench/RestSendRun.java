package io.parley.bench;

import io.parley.bench.client.RestConnection;
import io.parley.bench.client.RestConnection.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Users who send over REST in a closed loop: user 1 to user 2, 3 to 4 and so on. Each answer must
 * carry the sequence number that follows the last one, and the conversation's total must have grown
 * by what was acknowledged.
 */
final class RestSendRun {
  private static final byte[] SEQ = bytes("\"seq\":");
  private static final byte[] CONVERSATION = bytes("\"conversation_id\":");
  private static final byte[] TOTAL = bytes("\"total\":");
  private static final int CREATED = 201;

  private final InetSocketAddress server;
  private final LongFunction<String> tokens;
  private final int connections;
  private final String padding;

  /**
   * @param tokens of users, by their ids
   * @param contentBytes length of a message's content
   */
  RestSendRun(
      InetSocketAddress server, LongFunction<String> tokens, int connections, int contentBytes) {
    this.server = server;
    this.tokens = tokens;
    this.connections = connections;
    this.padding = "x".repeat(Math.max(1, contentBytes));
  }

  /**
   * @param measuredStretch hears of the beginning and the end of {@code measured}
   */
  Outcome run(Duration warmup, Duration measured, Stretch measuredStretch)
      throws InterruptedException {
    long start = System.nanoTime();
    long from = start + warmup.toNanos();
    long until = from + measured.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Outcome>> senders = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Sender sender = new Sender(2L * i + 1);
        senders.add(threads.submit(() -> sender.send(from, until)));
      }
      TimeUnit.NANOSECONDS.sleep(from - System.nanoTime());
      measuredStretch.begin();
      TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
      measuredStretch.end();
      Outcome all = Outcome.NONE;
      for (Future<Outcome> sender : senders) {
        all = all.plus(outcomeOf(sender));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Outcome outcomeOf(Future<Outcome> sender) throws InterruptedException {
    try {
      return sender.get();
    } catch (ExecutionException e) {
      return new Outcome(new Histogram(3), 0, 0, 0, 0, String.valueOf(e.getCause()));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One user, on a thread of its own. */
  private final class Sender {
    private final long user;
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private long sent;
    private long refused;
    private long outOfOrder;
    private long first;
    private long last;
    private long conversation;

    Sender(long user) {
      this.user = user;
    }

    Outcome send(long fromNanos, long untilNanos) throws IOException {
      try (var connection = new RestConnection(server, tokens.apply(user))) {
        long now = System.nanoTime();
        while (now < untilNanos) {
          Response response = connection.post("/api/chat/send", message());
          long answered = System.nanoTime();
          if (now >= fromNanos && answered <= untilNanos) {
            latency.recordValue(answered - now);
          }
          take(response);
          now = answered;
        }
        return new Outcome(latency, sent, refused, outOfOrder, wrongTotal(connection), "");
      }
    }

    private String message() {
      return "{\"receiverId\":"
          + (user + 1)
          + ",\"content\":\""
          + padding
          + "\",\"clientMessageId\":\""
          + UUID.randomUUID()
          + "\"}";
    }

    private void take(Response response) {
      if (response.status() != CREATED) {
        refused++;
        return;
      }
      long seq = response.body().numberAfter(SEQ);
      if (sent++ == 0) {
        first = seq;
        conversation = response.body().numberAfter(CONVERSATION);
      } else if (seq != last + 1) {
        outOfOrder++;
      }
      last = seq;
    }

    /** A conversation that had messages before has more of them by what was sent. */
    private long wrongTotal(RestConnection connection) throws IOException {
      if (sent == 0) {
        return 1;
      }
      Response page =
          connection.get("/api/chat/conversations/" + conversation + "/messages?page=1&limit=1");
      return page.body().numberAfter(TOTAL) == first - 1 + sent ? 0 : 1;
    }
  }

  /**
   * What happened.
   *
   * @param latency nanoseconds from a request to its answer, of those within the measured time
   * @param sent acknowledged messages, those of the warm-up included
   * @param wrongTotals conversations whose total is not what was acknowledged
   * @param failure why a sender gave up; empty if none did
   */
  record Outcome(
      Histogram latency,
      long sent,
      long refused,
      long outOfOrder,
      long wrongTotals,
      String failure) {
    static final Outcome NONE = new Outcome(new Histogram(3), 0, 0, 0, 0, "");

    Outcome plus(Outcome other) {
      Histogram together = latency.copy();
      together.add(other.latency);
      return new Outcome(
          together,
          sent + other.sent,
          refused + other.refused,
          outOfOrder + other.outOfOrder,
          wrongTotals + other.wrongTotals,
          failure.isEmpty() ? other.failure : failure);
    }

    boolean isClean() {
      return refused == 0 && outOfOrder == 0 && wrongTotals == 0 && failure.isEmpty() && sent > 0;
    }
  }
}
