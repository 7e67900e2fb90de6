package io.parley.adapter.jwt;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a JWKS: one request without redirects, bounded in time and size. Thread-safe. */
final class JwksClient {
  /** From the first packet to the last byte. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  /** Some hundred keys, certificates included. */
  static final int MAX_BYTES = 524_288;

  private final URI url;
  private final Duration limit;
  private final HttpRequest request;
  private final HttpClient http;

  JwksClient(URI url) {
    this(url, LIMIT);
  }

  JwksClient(URI url, Duration limit) {
    this.url = url;
    this.limit = limit;
    this.request =
        HttpRequest.newBuilder(url)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  /** The URL without its query, which may hold a key. */
  String shownUrl() {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }

  /**
   * Fetches without blocking.
   *
   * @return fails if there is no usable answer within the limit
   */
  CompletableFuture<JwksDocument> fetch() {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, LimitedBody.of(MAX_BYTES));
    return exchange
        .copy()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, failure) -> exchange.cancel(true))
        .thenApply(JwksClient::document);
  }

  private static JwksDocument document(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException("the answer has status " + response.statusCode());
    }
    return JwksDocument.parse(new String(response.body(), StandardCharsets.UTF_8));
  }

  /** What went wrong, in a few words. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "no complete answer in time";
    }
    return cause instanceof IllegalArgumentException
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }
}
