package io.parley.bench.verify.client;

import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** What all devices of a run share. Belongs to the loop's thread. */
final class Scene {
  private static final long MILLI_NANOS = 1_000_000;

  /** As many as fit into any message. */
  private static final String FILLING = "the quick brown fox jumps over the lazy dog ".repeat(4);

  private final EventLoop loop;
  private final InetSocketAddress server;
  private final LongFunction<String> tokens;
  private final RestClient rest;
  private final Features features;
  private final Map<Long, Long> baseline;
  private final Random random;
  private final String runName;
  private final Records records = new Records();
  private final Counts counts = new Counts();
  private final Set<Long> changed = new HashSet<>();
  private final long began = System.nanoTime();

  /** When the newest request was sent that was served. */
  private volatile long servedNanos = began;

  Scene(
      EventLoop loop,
      InetSocketAddress server,
      LongFunction<String> tokens,
      RestClient rest,
      Features features,
      Map<Long, Long> baseline,
      long seed) {
    this.loop = loop;
    this.server = server;
    this.tokens = tokens;
    this.rest = rest;
    this.features = features;
    this.baseline = Map.copyOf(baseline);
    this.random = new Random(seed);
    this.runName =
        Long.toString(seed, Character.MAX_RADIX)
            + "-"
            + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  }

  Features features() {
    return features;
  }

  Records records() {
    return records;
  }

  Counts counts() {
    return counts;
  }

  Random random() {
    return random;
  }

  /** Says whether nobody has changed a message so far; from now on somebody has. */
  boolean isFirstChange(long message) {
    return changed.add(message);
  }

  /** Since the run began. */
  long millis() {
    return (System.nanoTime() - began) / MILLI_NANOS;
  }

  /** A moment from now, of {@link System#nanoTime}. */
  long inMillis(int atLeast, int atMost) {
    return System.nanoTime() + MILLI_NANOS * (atLeast + random.nextInt(atMost - atLeast + 1));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  long baselineOf(long conversation) {
    return baseline.getOrDefault(conversation, 0L);
  }

  void connect(long user, SocketListener listener) {
    loop.connect(server, tokens.apply(user), listener);
  }

  /** Asks over REST; the reply comes on the loop's thread. */
  void ask(long user, String method, String path, String body, Consumer<Reply> replied) {
    var unused =
        rest.ask(user, method, path, body)
            .thenAccept(reply -> loop.execute(() -> replied.accept(reply)));
  }

  /** Notes that a request was served. */
  void served(long sentNanos) {
    if (sentNanos - servedNanos > 0) {
      servedNanos = sentNanos;
    }
  }

  /** Whether a request was served that was sent after that; from any thread. */
  boolean servedSince(long nanos) {
    return servedNanos - nanos > 0;
  }

  /** A new message, that nobody has sent yet. */
  Outgoing compose(long sender, long receiver) {
    long number = records.sent().size();
    String clientMessageId = runName + "-" + number;
    String content = clientMessageId + " " + FILLING.substring(0, random.nextInt(150));
    Outgoing message = new Outgoing(number, sender, receiver, clientMessageId, content.strip());
    records.sent().add(message);
    return message;
  }

  /** Takes down an answer that nobody had to expect. */
  void refused(long user, Object what, Reply reply) {
    records
        .refusals()
        .add("user " + user + ", " + what + ": " + reply.code() + ", " + reply.text());
  }
}
