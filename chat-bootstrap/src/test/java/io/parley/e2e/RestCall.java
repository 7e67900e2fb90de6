package io.parley.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that can be spoilt piece by piece.
 *
 * @param query without a question mark, may be empty
 * @param body may be empty
 */
record RestCall(
    String method, String path, String query, String body, Map<String, String> headers) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String AUTHORIZATION = "Authorization";

  RestCall withPath(String other) {
    return new RestCall(method, other, query, body, headers);
  }

  RestCall withQuery(String other) {
    return new RestCall(method, path, other, body, headers);
  }

  RestCall withBody(String other) {
    return new RestCall(method, path, query, other, headers);
  }

  RestCall withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new RestCall(method, path, query, body, all);
  }

  RestCall withToken(String token) {
    return withHeader(AUTHORIZATION, "Bearer " + token);
  }

  RestCall withoutToken() {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.remove(AUTHORIZATION);
    return new RestCall(method, path, query, body, all);
  }

  HttpResponse<String> to(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(query.isEmpty() ? path : path + "?" + query))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
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
