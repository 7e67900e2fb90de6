package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls the REST API as one user. */
final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final URI address;
  private final String token;

  RestClient(URI address, String token) {
    this.address = address;
    this.token = token;
  }

  Answer get(String path) {
    return call(request(path).GET().build());
  }

  /** Asks until the status is that: what one node decides is known to the others in a moment. */
  void awaitStatus(String path, int status) {
    long giveUpAt = System.nanoTime() + LIMIT.toNanos();
    for (Answer answer = get(path); answer.status() != status; answer = get(path)) {
      assertThat(System.nanoTime()).as("%s", answer).isLessThan(giveUpAt);
    }
  }

  Answer put(String path) {
    return call(request(path).PUT(BodyPublishers.noBody()).build());
  }

  Answer post(String path) {
    return call(request(path).POST(BodyPublishers.noBody()).build());
  }

  /**
   * @param json the body
   */
  Answer post(String path, String json) {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  Answer delete(String path) {
    return call(request(path).DELETE().build());
  }

  Answer send(long receiver, String content) {
    try {
      return post(
          "/api/chat/send",
          JSON.writeValueAsString(Map.of("receiverId", receiver, "content", content)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token);
  }

  private static Answer call(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  record Answer(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(body, e);
      }
    }
  }
}
