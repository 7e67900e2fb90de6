package io.parley.adapter.webhooks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Posts an event once. Thread-safe. */
final class WebhookSender {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** From the request to the end of the answer, whose body is not looked at. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final URI url;
  private final WebhookSecret secret;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  WebhookSender(URI url, WebhookSecret secret, Clock clock) {
    this.url = url;
    this.secret = secret;
    this.clock = clock;
  }

  /** Blocks for nothing; {@code then} is always called, once, on some thread. */
  void post(WebhookEvent event, Consumer<Answer> then) {
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("webhook-id", event.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", secret.sign(event.id(), timestamp, event.body()))
            .POST(BodyPublishers.ofString(event.body()))
            .build();
    CompletableFuture<HttpResponse<String>> exchange =
        http.sendAsync(request, BodyHandlers.replacing(""));
    CompletableFuture<?> unused =
        exchange
            .copy()
            .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((response, failure) -> exchange.cancel(true))
            .whenComplete(
                (response, failure) ->
                    then.accept(
                        failure == null ? Answer.of(response.statusCode()) : Answer.none(failure)));
  }

  /**
   * What came of it.
   *
   * @param taken by a status of 2xx
   * @param definite whether the receiver has said that it does not want this one
   * @param reason in a few words, if it was not taken
   */
  record Answer(boolean taken, boolean definite, String reason) {
    static Answer of(int status) {
      boolean later = status == 408 || status == 425 || status == 429;
      return new Answer(
          status / 100 == 2, status / 100 == 4 && !later, "an answer with status " + status);
    }

    static Answer none(Throwable failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      return new Answer(false, false, cause.toString());
    }
  }
}
