package io.parley.bench.verify.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;

/**
 * The REST API of the tested server, for all users. Thread-safe; nothing blocks but the reading.
 */
public final class RestClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);
  private static final Duration READ_LIMIT = Duration.ofSeconds(60);
  private static final Duration READ_PAUSE = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final String base;
  private final LongFunction<String> tokens;

  /**
   * @param tokens of users, by their ids
   */
  public RestClient(InetSocketAddress server, LongFunction<String> tokens) {
    this.base = "http://" + server.getHostString() + ":" + server.getPort() + "/api/chat";
    this.tokens = tokens;
  }

  /**
   * Asks for something; the reply comes on another thread.
   *
   * @param path below the API's base path
   * @param body JSON; empty for none
   */
  CompletableFuture<Reply> ask(long user, String method, String path, String body) {
    return send(user, method, path, body)
        .thenApply(response -> Reply.ofResponse(response.statusCode(), json(response.body())))
        .exceptionally(failure -> Reply.LOST);
  }

  /**
   * Reads something, again and again until it is answered, and waits for that.
   *
   * @return the whole body
   * @throws IllegalStateException if there is no answer in a minute, or a refusal
   */
  public JsonNode read(long user, String path) throws InterruptedException {
    long end = System.nanoTime() + READ_LIMIT.toNanos();
    while (true) {
      String failure;
      try {
        HttpResponse<String> response = send(user, "GET", path, "").join();
        if (response.statusCode() == 200) {
          return json(response.body());
        }
        failure = response.statusCode() + " " + response.body();
      } catch (CompletionException e) {
        failure = String.valueOf(e.getCause());
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("GET " + path + " of user " + user + ": " + failure);
      }
      Thread.sleep(READ_PAUSE.toMillis());
    }
  }

  private CompletableFuture<HttpResponse<String>> send(
      long user, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER_LIMIT)
            .header("Authorization", "Bearer " + tokens.apply(user))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // of a server that answers with a page, for instance
    }
  }
}
