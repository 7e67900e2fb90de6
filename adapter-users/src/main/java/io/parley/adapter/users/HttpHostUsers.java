package io.parley.adapter.users;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.HostUsers;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a service of the host, by one request each time: {@code POST} with {@code {"ids": [41,
 * 42]}}, answered with 200 and {@code [{"id": 41, "name": …, "username": …, "profileName": …,
 * "profilePhoto": …}]}, of which all but the id may be missing. Follows no redirects, so that
 * nobody else is shown the token; takes 2 seconds and 1 MiB at most. Whatever else comes is no
 * answer; the log is told when that begins, and when it ends.
 */
public final class HttpHostUsers implements HostUsers {
  private static final Logger LOG = LoggerFactory.getLogger(HttpHostUsers.class);

  /** From the request to the last byte of the answer. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** Ten kilobytes for each user. */
  static final int MAX_BYTES = 1_048_576;

  private final URI url;
  private final String token;
  private final UserAnswers answers;
  private final Duration limit;
  private final HttpClient http;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param token is sent as {@code Authorization: Bearer}; visible ASCII characters
   * @param form what the host calls its users: numbers are sent as such, everything else as texts
   */
  public HttpHostUsers(URI url, String token, UserKeyForm form) {
    this(url, token, form, LIMIT);
  }

  HttpHostUsers(URI url, String token, UserKeyForm form, Duration limit) {
    this.url = url;
    this.token = token;
    this.answers = new UserAnswers(form);
    this.limit = limit;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  @Override
  public CompletionStage<Map<UserId, User>> find(Map<UserId, UserKey> users) {
    Map<UserId, UserKey> asked = Map.copyOf(users);
    if (asked.isEmpty() || asked.size() > MAX_USERS) {
      throw new IllegalArgumentException("1 to " + MAX_USERS + " users, not " + asked.size());
    }
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(answers.question(asked)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, LimitedBody.of(MAX_BYTES));
    return exchange
        .copy()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, failure) -> exchange.cancel(true))
        .thenApply(response -> read(response, asked))
        .handle(this::settle);
  }

  private Map<UserId, User> read(HttpResponse<byte[]> response, Map<UserId, UserKey> asked) {
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException("the answer has status " + response.statusCode());
    }
    return answers.read(response.body(), asked);
  }

  private Map<UserId, User> settle(@Nullable Map<UserId, User> found, @Nullable Throwable failure) {
    if (found == null) {
      String reason = failure == null ? "nothing" : reason(failure);
      if (failing.compareAndSet(false, true)) {
        LOG.warn("The host does not say who its users are: {}", reason);
      }
      throw new StoreUnavailableException("The host does not say now who its users are");
    }
    if (failing.compareAndSet(true, false)) {
      LOG.info("The host says again who its users are");
    }
    return found;
  }

  /** What went wrong, in a few words. */
  private static String reason(Throwable failure) {
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
