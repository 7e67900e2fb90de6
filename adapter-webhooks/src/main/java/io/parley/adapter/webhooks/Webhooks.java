package io.parley.adapter.webhooks;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Batch;
import io.parley.domain.port.MessageLog.Entry;
import io.parley.domain.port.MessageLog.Position;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a service of the host of every message, delete and restore: the log of the messages is the
 * outbox, and one node of a cluster at a time goes along it. An event is told once it is stored, at
 * least once, and after those of its conversation that came before; the next part of the log is
 * begun when everything of the one before was taken.
 */
public final class Webhooks implements AutoCloseable {
  /** The name of the consumer, of which the offset is kept. */
  public static final String CONSUMER = "webhooks";

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

  /** Events that may be told again when a node dies. */
  private static final int BATCH = 200;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration TERM = Duration.ofSeconds(15);
  private static final Duration RENEW_AFTER = Duration.ofSeconds(5);

  /** How long it takes until another node goes on, at most, after the term is over. */
  private static final Duration CLAIM_EVERY = Duration.ofSeconds(2);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final MessageLog log;
  private final MessageHistory history;
  private final ConsumerOffsets offsets;
  private final EventBodies bodies;
  private final Delivery delivery;
  private final UUID node = UUID.randomUUID();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "chat-webhooks");

  private Optional<Position> beginning = Optional.empty();
  private Position position = Position.START;
  private long renewAt;
  private boolean waits;

  private volatile long behind;

  private Webhooks(
      MessageLog log,
      MessageHistory history,
      ConsumerOffsets offsets,
      EventBodies bodies,
      Delivery delivery) {
    this.log = log;
    this.history = history;
    this.offsets = offsets;
    this.bodies = bodies;
    this.delivery = delivery;
    thread.setDaemon(true);
  }

  /**
   * Begins to tell, in a thread of its own, from where the cluster has come to; at first, from now
   * on.
   *
   * @param messages what Jackson is to write for a message
   */
  public static Webhooks start(
      URI url,
      WebhookSecret secret,
      MessageLog log,
      MessageHistory history,
      ConsumerOffsets offsets,
      Function<Message, ?> messages,
      Clock clock) {
    var delivery = new Delivery(new WebhookSender(url, secret, clock), FIRST_PAUSE);
    return start(log, history, offsets, new EventBodies(messages), delivery);
  }

  static Webhooks start(
      MessageLog log,
      MessageHistory history,
      ConsumerOffsets offsets,
      EventBodies bodies,
      Delivery delivery) {
    Webhooks webhooks = new Webhooks(log, history, offsets, bodies, delivery);
    webhooks.thread.start();
    return webhooks;
  }

  /** How it gets on, on this node. */
  public WebhookStatistics statistics() {
    return delivery.statistics(behind);
  }

  private void run() {
    try {
      while (!isClosing()) {
        claimAndFollow();
        rest(CLAIM_EVERY);
      }
      offsets.release(CONSUMER, node);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException e) {
      LOG.debug("The webhooks are claimed by this node until their term is over", e);
    }
  }

  private void claimAndFollow() throws InterruptedException {
    try {
      Optional<Position> claimed = claim();
      if (claimed.isPresent()) {
        position = claimed.get();
        follow();
      }
    } catch (StoreUnavailableException e) {
      if (!waits) {
        waits = true;
        LOG.warn("The webhooks wait for the store", e);
      }
    } catch (RuntimeException e) { // whatever it is, it is tried again
      LOG.error("The webhooks do not get on", e);
    } finally {
      behind = 0;
    }
  }

  private Optional<Position> claim() {
    if (beginning.isEmpty()) {
      beginning = Optional.of(log.end());
    }
    Optional<Position> claimed = offsets.claim(CONSUMER, node, beginning.get(), TERM);
    renewAt = System.nanoTime() + RENEW_AFTER.toNanos();
    if (waits) {
      waits = false;
      LOG.info("The webhooks get on again");
    }
    return claimed;
  }

  private void follow() throws InterruptedException {
    if (!log.contains(position)) {
      LOG.warn(
          "The webhooks begin anew from here: messages were imported, or the database is another"
              + " one, or in an older state. What they have left out can be replayed");
      moveTo(log.end());
    }
    while (isMine()) {
      Batch batch = log.after(position, BATCH);
      behind = Math.max(batch.newest() - position.message(), 0);
      if (batch.isEmpty()) {
        rest(PAUSE);
      } else if (!delivery.deliver(events(batch), this::isMine) || !moveTo(batch.end())) {
        return;
      }
    }
  }

  private boolean moveTo(Position next) {
    boolean moved = offsets.move(CONSUMER, node, next);
    if (moved) {
      position = next;
    }
    return moved;
  }

  /** Whether to go on: somebody may have put the consumer somewhere else. */
  private boolean isMine() {
    if (isClosing()) {
      return false;
    }
    return System.nanoTime() - renewAt < 0 || claim().equals(Optional.of(position));
  }

  private List<WebhookEvent> events(Batch batch) {
    List<MessageId> sent =
        batch.messages().stream().filter(entry -> !entry.deleted()).map(Entry::id).toList();
    List<WebhookEvent> events = new ArrayList<>();
    history.findUndeleted(sent).forEach(message -> events.add(bodies.sent(message)));
    history
        .findAll(List.copyOf(batch.deleted().keySet()))
        .forEach(message -> events.add(bodies.changed(message)));
    return events;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void rest(Duration duration) throws InterruptedException {
    boolean unused = closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the thread; blocks for a moment. What is on its way may be told again by another node. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
