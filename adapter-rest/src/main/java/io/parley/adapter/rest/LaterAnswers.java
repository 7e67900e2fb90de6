package io.parley.adapter.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<Context, CompletableFuture<Answer>> owed = new ConcurrentHashMap<>();

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
    ctx.future(() -> written(ctx, CompletableFuture.supplyAsync(marked, blocking)));
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
    ctx.future(() -> written(ctx, answer));
  }

  /** Answers 503 to whatever still waits for the store; what that comes to is not told any more. */
  void giveUp() {
    owed.values()
        .forEach(
            answer ->
                answer.completeExceptionally(new TransportException(TransportError.NOT_READY)));
  }

  private CompletableFuture<?> written(Context ctx, CompletionStage<Answer> stage) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    owed.put(ctx, answer);
    Executor server = ctx.req().getAsyncContext()::start;
    CompletableFuture<?> written =
        answer
            .whenCompleteAsync((result, failure) -> owed.remove(ctx), server)
            .thenAccept(result -> result.writeTo(ctx));
    stage.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            answer.complete(result);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    return written;
  }
}
