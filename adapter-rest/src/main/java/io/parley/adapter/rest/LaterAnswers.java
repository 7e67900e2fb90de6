package io.parley.adapter.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers when the store has: no thread of the server waits for it, and no thread of the store
 * waits for a slow client, as the server's own threads write the answers.
 */
final class LaterAnswers {
  /** What a request may wait for a thread. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Executor blocking;
  private final Map<Context, CompletableFuture<?>> owed = new ConcurrentHashMap<>();

  /**
   * @param blocking runs what waits for the store; what it rejects is answered with 503
   */
  LaterAnswers(Executor blocking) {
    this.blocking = blocking;
  }

  /** Answers 200 with the wire record that {@code work}, which may block, returns. */
  void answer(Context ctx, Supplier<?> work) {
    answerWith(ctx, () -> Answer.ok(work.get()));
  }

  /** Answers what {@code work}, which may block, returns. */
  void answerWith(Context ctx, Supplier<Answer> work) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    Supplier<Answer> marked = RequestMark.of(ctx).around(() -> inTime(giveUpAt, work));
    ctx.future(
        () ->
            owed(
                ctx,
                CompletableFuture.supplyAsync(marked, blocking),
                result -> result.writeTo(ctx)));
  }

  /** Behind a store that hangs many wait: what nobody waits for any more is not begun. */
  private static Answer inTime(long giveUpAt, Supplier<Answer> work) {
    if (System.nanoTime() - giveUpAt > 0) {
      throw new RejectedExecutionException("waited for too long");
    }
    return work.get();
  }

  /** Answers what the stage completes with. */
  void answerWhenComplete(Context ctx, CompletionStage<Answer> answer) {
    goOnWhenComplete(ctx, answer, result -> result.writeTo(ctx));
  }

  /**
   * Goes on with a request when something is known, on a thread of the server.
   *
   * @param rest may have the request answered later, once more
   */
  <T> void goOnWhenComplete(Context ctx, CompletionStage<T> known, Consumer<T> rest) {
    ctx.future(() -> owed(ctx, known, rest));
  }

  /** Answers 503 to whatever still waits for the store; what that comes to is not told any more. */
  void giveUp() {
    owed.values()
        .forEach(
            answer ->
                answer.completeExceptionally(new TransportException(TransportError.NOT_READY)));
  }

  private <T> CompletableFuture<?> owed(
      Context ctx, CompletionStage<T> stage, Consumer<T> whenComplete) {
    CompletableFuture<T> known = new CompletableFuture<>();
    owed.put(ctx, known);
    Executor server = ctx.req().getAsyncContext()::start;
    CompletableFuture<?> settled =
        known
            .whenCompleteAsync((result, failure) -> owed.remove(ctx), server)
            .thenAccept(whenComplete);
    stage.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            known.complete(result);
          } else {
            known.completeExceptionally(failure);
          }
        });
    return settled;
  }
}
