package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.EventHandler;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Registers handlers of client events, so that each of them is a short method that returns the data
 * of the acknowledgement or throws, and nothing that a client sends goes unanswered.
 */
final class ChatEvents {
  /** What a client event may wait for a worker; nobody waits for its answer much longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Namespace namespace;
  private final Executor worker;
  private final RateLimiter limiter;
  private final RefusalPause refusalPause;
  private final Answers answers;

  /**
   * @param worker runs the handlers that block
   * @param limiter counts every event, before it is looked at
   */
  ChatEvents(
      Namespace namespace,
      Executor worker,
      RateLimiter limiter,
      RefusalPause refusalPause,
      Answers answers) {
    this.namespace = namespace;
    this.worker = worker;
    this.limiter = limiter;
    this.refusalPause = refusalPause;
    this.answers = answers;
  }

  /** A handler that does not block; it runs on the connection's thread. */
  void on(String event, LimitedAction action, Handler handler) {
    register(
        event,
        action,
        (socket, arguments, ack) -> {
          long since = System.nanoTime();
          handle(event, handler, socket, arguments, ack);
          answers.answered(event, since);
          return null;
        });
  }

  /** A handler that may block; the socket's next event waits for it. */
  void onBlocking(String event, LimitedAction action, Handler handler) {
    register(
        event,
        action,
        (socket, arguments, ack) ->
            onWorker(event, socket, ack, () -> handle(event, handler, socket, arguments, ack)));
  }

  /** As {@link #onBlocking}, for a handler that answers by itself. */
  void onBlockingAnswer(String event, LimitedAction action, AnsweringHandler handler) {
    register(
        event,
        action,
        (socket, arguments, ack) ->
            onWorker(
                event,
                socket,
                ack,
                () -> {
                  try {
                    handler.handle(socket, arguments, ack);
                  } catch (RuntimeException e) {
                    answers.fail(socket, event, ack, e);
                  }
                }));
  }

  /** A handler that answers later, and says when the socket's next event may come. */
  void onLater(String event, LimitedAction action, LaterHandler handler) {
    register(
        event,
        action,
        (socket, arguments, ack) -> {
          try {
            return handler.handle(socket, arguments, ack);
          } catch (RuntimeException e) {
            answers.fail(socket, event, ack, e);
            return null;
          }
        });
  }

  private void register(String event, LimitedAction action, EventHandler handler) {
    namespace.on(
        event,
        (socket, arguments, ack) -> {
          try {
            limiter.spend(new Account(action, ChatSession.userOf(socket)));
          } catch (RateLimitedException refused) {
            answers.refuse(socket, event, ack, refused);
            return refusalPause.over();
          }
          EventObserver.Stretch stretch = answers.observer().arrived(event);
          try {
            return handler.handle(socket, arguments, ack);
          } finally {
            stretch.close();
          }
        });
  }

  private void handle(
      String event, Handler handler, SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    try {
      answers.succeed(ack, handler.handle(socket, arguments));
    } catch (RuntimeException e) {
      answers.fail(socket, event, ack, e);
    }
  }

  private @Nullable CompletionStage<?> onWorker(
      String event, SocketIoSocket socket, Ack ack, Runnable task) {
    long since = System.nanoTime();
    try {
      return CompletableFuture.runAsync(
          () -> { // behind a store that hangs many wait: what comes too late is not begun
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
              answers.fail(socket, event, ack, new RejectedExecutionException("waited too long"));
            } else {
              task.run();
            }
            answers.answered(event, since);
          },
          worker);
    } catch (RuntimeException overloaded) {
      answers.fail(socket, event, ack, overloaded);
      return null;
    }
  }

  /** Returns what acknowledges the event; what it throws becomes a failed answer. */
  interface Handler {
    Object handle(SocketIoSocket socket, List<JsonNode> arguments);
  }

  /** Answers by itself, unless it throws. */
  interface AnsweringHandler {
    void handle(SocketIoSocket socket, List<JsonNode> arguments, Ack ack);
  }

  /**
   * Answers by itself, unless it throws, and tells so with {@link Answers#answered}; returns when
   * the next event may come, null for now.
   */
  interface LaterHandler {
    @Nullable CompletionStage<?> handle(SocketIoSocket socket, List<JsonNode> arguments, Ack ack);
  }
}
