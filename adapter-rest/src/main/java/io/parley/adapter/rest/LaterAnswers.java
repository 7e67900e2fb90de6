package io.parley.adapter.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Answers when the store has: no thread of the server waits for it, and no thread of the store
 * waits for a slow client, as the server's own threads write the answers.
 */
final class LaterAnswers {
  /** What a request may wait for a thread. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Executor blocking;

  /**
   * @param blocking runs what waits for the store; what it rejects is answered with 503
   */
  LaterAnswers(Executor blocking) {
    this.blocking = blocking;
  }

  /** Answers 200 with the wire record that {@code work}, which may block, returns. */
  void answer(Context ctx, Supplier<?> work) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    ctx.future(
        () -> written(ctx, CompletableFuture.supplyAsync(() -> inTime(giveUpAt, work), blocking)));
  }

  /** Behind a store that hangs many wait: what nobody waits for any more is not begun. */
  private static Answer inTime(long giveUpAt, Supplier<?> work) {
    if (System.nanoTime() - giveUpAt > 0) {
      throw new RejectedExecutionException("waited for too long");
    }
    return Answer.ok(work.get());
  }

  /** Answers what the stage completes with. */
  void answerWhenComplete(Context ctx, CompletionStage<Answer> answer) {
    ctx.future(() -> written(ctx, answer));
  }

  private static CompletableFuture<?> written(Context ctx, CompletionStage<Answer> answer) {
    Executor server = ctx.req().getAsyncContext()::start;
    return answer
        .whenCompleteAsync((result, failure) -> {}, server)
        .thenAccept(result -> result.writeTo(ctx))
        .toCompletableFuture();
  }
}
