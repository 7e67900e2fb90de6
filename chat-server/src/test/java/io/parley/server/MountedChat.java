package io.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.jwt.JwtTokenVerifier;
import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Fixture;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A chat in memory among the fixture's users, and what its clients do. */
final class MountedChat {
  private static final HmacSecret SECRET =
      new HmacSecret("a secret that only these tests know".getBytes(UTF_8));
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private MountedChat() {}

  static ServedChat.Builder builder() {
    return ServedChat.on(
        MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC()),
        JwtTokenVerifier.hmac(SECRET, Clock.systemUTC()));
  }

  static String token(UserId user) {
    return new JwtTokenIssuer(SECRET, Clock.systemUTC()).issue(user, Duration.ofMinutes(5));
  }

  static HttpResponse<String> get(int port, String path) {
    return exchange(request(port, path).GET());
  }

  static HttpResponse<String> get(int port, String path, UserId caller) {
    return exchange(request(port, path).header("Authorization", "Bearer " + token(caller)).GET());
  }

  static HttpResponse<String> post(int port, String path, UserId caller, String json) {
    return exchange(
        request(port, path)
            .header("Authorization", "Bearer " + token(caller))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  static HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The official Java client, not connected yet. */
  static Socket socket(int port, String path, UserId user) {
    return IO.socket(
        URI.create("http://127.0.0.1:" + port),
        IO.Options.builder()
            .setForceNew(true)
            .setPath(path + "/socket.io/")
            .setAuth(Map.of("token", token(user)))
            .build());
  }
}
