package io.parley.adapter.traces;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Follows the work of one service, if somebody wants to know. What a thread does for a request or
 * an event it does in that one's context, which {@link #carrying executors} and the {@link
 * MessageTraces#traced store} take along to other threads.
 *
 * @since 0.1
 */
public final class ChatTraces implements AutoCloseable {
  private static final String NAME = "io.parley.chat";

  /** What a stop waits for; a collector that is away is not waited for. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Runnable end;
  private final RequestTraces requests;
  private final EventTraces events;
  private final MessageTraces messages;

  private ChatTraces(OpenTelemetry telemetry, Runnable end) {
    Tracer tracer = telemetry.getTracer(NAME);
    this.end = end;
    this.requests = new RequestTraces(tracer, telemetry.getPropagators().getTextMapPropagator());
    this.events = new EventTraces(tracer);
    this.messages = new MessageTraces(tracer);
  }

  /**
   * Through the Java agent of OpenTelemetry if the process has it, else as the standard variables
   * say; see {@link StandardVariables}.
   *
   * @param variables the environment
   * @return empty if nobody wants to know: then nothing is to be followed at all
   * @throws IllegalArgumentException if the variables cannot be followed; its message says why
   */
  public static Optional<ChatTraces> open(Map<String, String> variables) {
    if (GlobalOpenTelemetry.isSet()) {
      return Optional.of(over(GlobalOpenTelemetry.get()));
    }
    return StandardVariables.read(variables)
        .map(
            telemetry ->
                new ChatTraces(
                    telemetry,
                    () -> telemetry.shutdown().join(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)));
  }

  /** Through what somebody else has set up, and ends. */
  public static ChatTraces over(OpenTelemetry telemetry) {
    return new ChatTraces(telemetry, () -> {});
  }

  public RequestTraces requests() {
    return requests;
  }

  public EventTraces events() {
    return events;
  }

  /** The way of a message: committed with others, delivered. */
  public MessageTraces messages() {
    return messages;
  }

  /** The same threads, on which each task goes on with what its sender was at. */
  public Executor carrying(Executor threads) {
    return Context.taskWrapping(threads);
  }

  /** Sends what was not sent yet, for two seconds at most. */
  @Override
  public void close() {
    end.run();
  }
}
