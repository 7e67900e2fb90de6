package io.parley.application.contact;

import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.ContactPolicy;
import io.parley.domain.port.ContactStore;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Lets only those write to each other of whom one has accepted the other's request, and none has
 * blocked the other. The store decides, each time: while one question is under way, all who come
 * are asked about together in the next one, so that there is never a question for each message.
 * Answers come in the order of the questions. Thread-safe; never blocks.
 *
 * @since 0.1
 */
public final class RequestedContacts implements ContactPolicy {
  /** What a client is told; the same for who was never allowed and who is blocked. */
  public static final String REFUSAL = "Chat not allowed. Please send a chat request first.";

  /** How long somebody waits for an answer. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How many may wait for the next question. */
  static final int MAX_WAITING = 10_000;

  private final UnaryOperator<Set<Participants>> open;
  private final Executor worker;
  private final ScheduledExecutorService timer;

  private boolean asking;
  private Optional<ContactQuestion> next = Optional.empty();

  /**
   * @param worker runs what waits for the store
   * @param timer waits; its tasks do not block
   */
  public RequestedContacts(ContactStore contacts, Executor worker, ScheduledExecutorService timer) {
    this(contacts::open, worker, timer);
  }

  RequestedContacts(
      UnaryOperator<Set<Participants>> open, Executor worker, ScheduledExecutorService timer) {
    this.open = open;
    this.worker = worker;
    this.timer = timer;
  }

  /**
   * {@inheritDoc} Fails with {@link StoreUnavailableException} if the store does not say so within
   * {@link #PATIENCE}, or too many wait for it.
   */
  @Override
  public CompletionStage<Optional<String>> refusal(UserId sender, UserId receiver) {
    Participants pair = Participants.of(sender, receiver);
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    Optional<ContactQuestion> begun = Optional.empty();
    boolean idle;
    synchronized (this) {
      if (next.isEmpty()) {
        begun = Optional.of(new ContactQuestion());
        next = begun;
      }
      ContactQuestion question = next.orElseThrow();
      if (question.size() >= MAX_WAITING) {
        return CompletableFuture.failedFuture(
            new StoreUnavailableException("Too many messages wait"));
      }
      question.add(pair, answer);
      idle = !asking;
      asking = true;
    }
    begun.ifPresent(this::limit);
    if (idle) {
      begin();
    }
    return answer;
  }

  private void limit(ContactQuestion question) {
    try {
      question.limited(
          timer.schedule(
              () -> giveUp(question, "Who may write to whom is not known in time"),
              PATIENCE.toMillis(),
              TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException stopping) {
      giveUp(question, "The chat stops");
    }
  }

  /** Whoever comes from now on waits for another one. */
  private void giveUp(ContactQuestion question, String why) {
    synchronized (this) {
      next = next.filter(waiting -> waiting != question);
    }
    question.fail(new StoreUnavailableException(why));
  }

  private void begin() {
    try {
      worker.execute(this::ask);
    } catch (RejectedExecutionException overloaded) {
      taken()
          .ifPresent(
              question -> question.fail(new StoreUnavailableException("Too many requests wait")));
      end();
    }
  }

  private void ask() {
    taken().ifPresent(this::ask);
    end();
  }

  private void ask(ContactQuestion question) {
    try {
      question.answer(open.apply(question.pairs()));
    } catch (RuntimeException | Error e) {
      question.fail(e); // each sender is told, of a fault of ours too
    }
  }

  /** Nobody is added to it any more. */
  private synchronized Optional<ContactQuestion> taken() {
    Optional<ContactQuestion> question = next;
    next = Optional.empty();
    return question;
  }

  private void end() {
    boolean more;
    synchronized (this) {
      more = next.isPresent();
      asking = more;
    }
    if (more) {
      begin();
    }
  }
}
