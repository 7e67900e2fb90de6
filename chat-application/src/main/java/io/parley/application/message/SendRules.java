package io.parley.application.message;

import io.parley.application.user.IntroduceUsers;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessagePolicy.Refuse;
import io.parley.domain.port.MessagePolicy.Store;
import io.parley.domain.port.MessagePolicy.Verdict;
import io.parley.domain.port.MessagePolicy.WhenSilent;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks the host about a message before it is stored: who its users are, if only the host knows,
 * whether its sender may write to its receiver, and then what is to become of it. The messages of a
 * conversation keep the order in which they were sent, however long each of the answers takes.
 * Thread-safe; never blocks.
 *
 * @since 0.1
 */
public final class SendRules {
  /** How many messages may wait for an answer. */
  private static final int MAX_WAITING = 10_000;

  private final SendPolicies policies;
  private final Optional<IntroduceUsers> introduce;
  private final ScheduledExecutorService timer;
  private final SilentRule silentUsers = new SilentRule("host that knows the users");
  private final SilentRule silentContacts = new SilentRule("contact policy");
  private final SilentRule silentMessages = new SilentRule("message policy");
  private final InTurn<Participants> inTurn = new InTurn<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param timer ends the patience with rules that say nothing
   */
  public SendRules(SendPolicies policies, ScheduledExecutorService timer) {
    this(policies, Optional.empty(), timer);
  }

  /**
   * @param introduce gets to know who writes, and to whom, before anything else is asked
   * @param timer as above
   */
  public SendRules(
      SendPolicies policies, Optional<IntroduceUsers> introduce, ScheduledExecutorService timer) {
    this.policies = policies;
    this.introduce = introduce;
    this.timer = timer;
  }

  /**
   * Has a message stored if the rules let it be.
   *
   * @param store is given the message as it is to be stored, in the order of the conversation, by
   *     the thread of the last answer; must not block
   * @param refuse is given why it is not to be, in the same way: {@link
   *     ErrorCode#CHAT_NOT_ALLOWED}, {@link ErrorCode#MESSAGE_REFUSED}, or as {@link
   *     IntroduceUsers#both} says
   * @return as {@code store} or {@code refuse}; fails with {@link StoreUnavailableException} if a
   *     rule says nothing, and then neither of them has run
   */
  <T> CompletionStage<T> apply(
      MessageDraft draft,
      Function<MessageDraft, CompletionStage<T>> store,
      Function<ChatException, CompletionStage<T>> refuse) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.failedStage(
          new StoreUnavailableException("Too many messages wait to be looked at"));
    }
    CompletableFuture<MessageDraft> answer = ask(draft);
    CompletableFuture<CompletionStage<T>> stored = new CompletableFuture<>();
    inTurn.run(
        draft.participants(),
        answer,
        () -> {
          waiting.decrementAndGet();
          stored.complete(
              answer
                  .handle(
                      (let, failure) ->
                          failure == null ? store.apply(let) : refused(failure, refuse))
                  .thenCompose(Function.identity()));
        });
    return stored.thenCompose(Function.identity());
  }

  private static <T> CompletionStage<T> refused(
      Throwable failure, Function<ChatException, CompletionStage<T>> refuse) {
    return ChatException.unwrap(failure) instanceof ChatException refusal
            && !(refusal instanceof StoreUnavailableException)
        ? refuse.apply(refusal)
        : CompletableFuture.failedStage(failure);
  }

  private CompletableFuture<MessageDraft> ask(MessageDraft draft) {
    return introduce
        .map(users -> introduced(users, draft).thenCompose(both -> askRules(draft)))
        .orElseGet(() -> askRules(draft));
  }

  private CompletableFuture<Boolean> introduced(IntroduceUsers users, MessageDraft draft) {
    return inTime(() -> users.both(draft.sender(), draft.receiver()))
        .exceptionally(
            failure -> {
              throw ChatException.unwrap(failure) instanceof ChatException refused
                  ? refused
                  : refusal(silentUsers, failure);
            });
  }

  private CompletableFuture<MessageDraft> askRules(MessageDraft draft) {
    return inTime(() -> policies.contacts().refusal(draft.sender(), draft.receiver()))
        .exceptionally(
            failure -> {
              throw refusal(silentContacts, failure);
            })
        .thenCompose(
            reason -> {
              if (reason.isPresent()) {
                throw new ChatException(ErrorCode.CHAT_NOT_ALLOWED, reason.get());
              }
              return review(draft);
            });
  }

  private CompletableFuture<MessageDraft> review(MessageDraft draft) {
    return inTime(() -> policies.messages().review(draft))
        .exceptionally(
            failure -> {
              ChatException refusal = refusal(silentMessages, failure);
              if (policies.whenSilent() == WhenSilent.REFUSE) {
                throw refusal;
              }
              return Verdict.store(draft.content());
            })
        .thenApply(verdict -> reviewed(draft, verdict));
  }

  private static MessageDraft reviewed(MessageDraft draft, Verdict verdict) {
    if (verdict instanceof Refuse refused) {
      throw new ChatException(ErrorCode.MESSAGE_REFUSED, refused.reason());
    }
    Store store = (Store) verdict;
    MessageDraft stored = draft.withContent(store.content());
    return store.flag().map(stored::withFlag).orElse(stored);
  }

  private static ChatException refusal(SilentRule rule, Throwable failure) {
    Throwable cause = ChatException.unwrap(failure);
    if (cause instanceof StoreUnavailableException unavailable) {
      return unavailable;
    }
    rule.failed(cause);
    return new StoreUnavailableException("It cannot be said now whether this may be sent");
  }

  private <T> CompletableFuture<T> inTime(Supplier<CompletionStage<T>> rule) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      rule.get()
          .thenApply(Objects::requireNonNull)
          .whenComplete(
              (said, failure) -> {
                if (failure == null) {
                  answer.complete(said);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
      if (!answer.isDone()) {
        ScheduledFuture<?> end =
            timer.schedule(
                () -> answer.completeExceptionally(new TimeoutException("It takes too long")),
                policies.deadline().toNanos(),
                TimeUnit.NANOSECONDS);
        CompletableFuture<T> unused = answer.whenComplete((said, failure) -> end.cancel(false));
      }
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }
}
