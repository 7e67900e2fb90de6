package io.parley.adapter.websocket.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks long polling by hand. */
public final class PollingClient {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;

  /** Below that path of the server. */
  public PollingClient(TestServer server, String path) {
    this.endpoint = server.http().resolve(path);
  }

  /** Opens a session. */
  public String open() {
    return handshake().get("sid").asText();
  }

  /** Opens a session and returns the server's parameters. */
  public JsonNode handshake() {
    String body = get("EIO=4&transport=polling").body();
    try {
      return JSON.readTree(body.substring(1));
    } catch (IOException e) {
      throw new UncheckedIOException(body, e);
    }
  }

  public HttpResponse<String> poll(String sid) {
    return get("EIO=4&transport=polling&sid=" + sid);
  }

  public CompletableFuture<HttpResponse<String>> pollLater(String sid) {
    return http.sendAsync(
        request("EIO=4&transport=polling&sid=" + sid).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String sid, String body) {
    return send(
        request("EIO=4&transport=polling&sid=" + sid).POST(BodyPublishers.ofString(body)).build());
  }

  public HttpResponse<String> get(String query) {
    return send(request(query).build());
  }

  public HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(endpoint.resolve("?" + query)).timeout(DEADLINE);
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
