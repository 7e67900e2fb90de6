package io.parley.application.user;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.UserId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Asks somebody whether users exist: about those who come while others are asked about, together.
 * Nobody is asked about twice at a time, and a bounded number waits. A failure is that of all who
 * wait: nobody is to wait until it has failed for all before him. Thread-safe; never blocks.
 */
final class UserQuestions {
  private static final int WAITING = 10_000;

  private final int group;
  private final int atATime;
  private final Function<Set<UserId>, CompletionStage<Set<UserId>>> existing;

  private final Map<UserId, CompletableFuture<Boolean>> waiting = new LinkedHashMap<>();
  private final Map<UserId, CompletableFuture<Boolean>> asked = new HashMap<>();
  private int underWay;

  /**
   * @param group how many are asked about together
   * @param atATime how many such questions are under way
   * @param existing tells those who exist
   */
  UserQuestions(
      int group, int atATime, Function<Set<UserId>, CompletionStage<Set<UserId>>> existing) {
    this.group = group;
    this.atATime = atATime;
    this.existing = existing;
  }

  /** Whether a user exists; fails with {@link StoreUnavailableException} if nobody says so. */
  CompletableFuture<Boolean> exists(UserId user) {
    CompletableFuture<Boolean> answer;
    synchronized (this) {
      CompletableFuture<Boolean> sooner = asked.getOrDefault(user, waiting.get(user));
      if (sooner != null) {
        return sooner.copy();
      }
      if (waiting.size() >= WAITING) {
        return CompletableFuture.failedFuture(
            new StoreUnavailableException("Too many users come at once"));
      }
      answer = new CompletableFuture<>();
      waiting.put(user, answer);
    }
    goOn();
    return answer.copy();
  }

  private void goOn() {
    Map<UserId, CompletableFuture<Boolean>> next = next();
    if (!next.isEmpty()) {
      CompletionStage<Set<UserId>> unused =
          ask(Set.copyOf(next.keySet()))
              .whenComplete(
                  (found, failure) -> {
                    Map<UserId, CompletableFuture<Boolean>> refused = end(next, failure != null);
                    if (failure == null) {
                      next.forEach((user, answer) -> answer.complete(found.contains(user)));
                    } else {
                      RuntimeException refusal = refusal(failure);
                      next.values().forEach(answer -> answer.completeExceptionally(refusal));
                      refused.values().forEach(answer -> answer.completeExceptionally(refusal));
                    }
                    goOn();
                  });
    }
  }

  private CompletionStage<Set<UserId>> ask(Set<UserId> users) {
    try {
      return existing.apply(users);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** Who has waited the longest; nobody if enough are asked about. */
  private synchronized Map<UserId, CompletableFuture<Boolean>> next() {
    Map<UserId, CompletableFuture<Boolean>> next = new LinkedHashMap<>();
    if (underWay < atATime) {
      var all = waiting.entrySet().iterator();
      take(all, next);
      asked.putAll(next);
      underWay += next.isEmpty() ? 0 : 1;
    }
    return next;
  }

  private void take(
      Iterator<Map.Entry<UserId, CompletableFuture<Boolean>>> all,
      Map<UserId, CompletableFuture<Boolean>> into) {
    while (all.hasNext() && into.size() < group) {
      var first = all.next();
      into.put(first.getKey(), first.getValue());
      all.remove();
    }
  }

  /** Who is not asked about any more, if the question has failed. */
  private synchronized Map<UserId, CompletableFuture<Boolean>> end(
      Map<UserId, CompletableFuture<Boolean>> question, boolean failed) {
    underWay--;
    asked.keySet().removeAll(question.keySet());
    Map<UserId, CompletableFuture<Boolean>> refused = new LinkedHashMap<>();
    if (failed) {
      refused.putAll(waiting);
      waiting.clear();
    }
    return refused;
  }

  private static RuntimeException refusal(Throwable failure) {
    Throwable cause = ChatException.unwrap(failure);
    if (cause instanceof RejectedExecutionException) {
      return new StoreUnavailableException("Too many requests wait for the store");
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
