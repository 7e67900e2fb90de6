package io.parley.adapter.webhooks;

import io.parley.adapter.webhooks.WebhookSender.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events until all are taken: those of a conversation one after the other, of several
 * conversations at a time. What is not taken is repeated, after pauses that grow, for as long as it
 * takes; only what the receiver says that it does not want is left out, after some times. For one
 * thread; the counts may be read by others.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int AT_A_TIME = 16;

  /** How often an event is posted that is answered with 4xx. */
  private static final int MAX_REFUSALS = 5;

  /** How often it is asked whether to go on. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final WebhookSender sender;
  private final Duration firstPause;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private boolean failing;

  /**
   * @param firstPause after an event was not taken for the first time
   */
  Delivery(WebhookSender sender, Duration firstPause) {
    this.sender = sender;
    this.firstPause = firstPause;
  }

  /**
   * Delivers some events; blocks.
   *
   * @param goOn is asked now and then
   * @return whether all were taken or left out; else it was not to go on, and some may have been
   */
  boolean deliver(List<WebhookEvent> events, BooleanSupplier goOn) throws InterruptedException {
    Lanes lanes = new Lanes(events, System.nanoTime());
    BlockingQueue<Answered> answers = new ArrayBlockingQueue<>(AT_A_TIME);
    int onTheirWay = 0;
    while (!lanes.isEmpty()) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      Optional<Attempt> due =
          onTheirWay < AT_A_TIME ? lanes.take(System.nanoTime()) : Optional.empty();
      if (due.isPresent()) {
        onTheirWay++;
        post(due.get(), answers);
        continue;
      }
      long patience = Math.min(lanes.untilDue(System.nanoTime()), LOOK.toNanos());
      Answered answered = answers.poll(Math.max(patience, 0), TimeUnit.NANOSECONDS);
      if (answered != null) {
        onTheirWay--;
        settle(answered, lanes);
      }
    }
    return true;
  }

  private void post(Attempt attempt, BlockingQueue<Answered> answers) {
    sender.post(attempt.event(), answer -> answers.add(new Answered(attempt, answer)));
  }

  private void settle(Answered answered, Lanes lanes) {
    Attempt attempt = answered.attempt();
    Answer answer = answered.answer();
    long now = System.nanoTime();
    if (answer.taken()) {
      delivered.incrementAndGet();
      if (failing) {
        failing = false;
        LOG.info("The webhook is taken again");
      }
      lanes.done(attempt.event(), now);
    } else if (answer.definite() && attempt.number() + 1 >= MAX_REFUSALS) {
      refused.incrementAndGet();
      LOG.atWarn()
          .addKeyValue("event", attempt.event().id())
          .log("A webhook is left out that nobody wants: {}", answer.reason());
      lanes.done(attempt.event(), now);
    } else {
      retries.incrementAndGet();
      if (!failing) {
        failing = true;
        LOG.warn("The webhook is not taken, and is repeated: {}", answer.reason());
      }
      lanes.again(attempt.next(now, firstPause));
    }
  }

  /**
   * What has been done so far.
   *
   * @param behind as {@link WebhookStatistics} has it
   */
  WebhookStatistics statistics(long behind) {
    return new WebhookStatistics(delivered.get(), retries.get(), refused.get(), behind);
  }

  private record Answered(Attempt attempt, Answer answer) {}
}
