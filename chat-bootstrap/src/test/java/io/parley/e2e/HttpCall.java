package io.parley.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * A request as a table of rights describes it. Its id is always the same, so that answers can be
 * compared.
 *
 * @param sent a query, which starts with a question mark, or a body, or empty
 */
record HttpCall(String method, String path, String sent, Optional<String> token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpCall with(String otherMethod) {
    return new HttpCall(otherMethod, path, sent, token);
  }

  HttpResponse<String> to(URI address) {
    boolean isQuery = sent.startsWith("?");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(isQuery ? path + sent : path))
            .timeout(Duration.ofSeconds(20))
            .header("X-Request-Id", "the-same");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    if (sent.isEmpty() || isQuery) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(sent));
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
