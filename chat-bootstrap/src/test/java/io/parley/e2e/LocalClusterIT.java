package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.RequiredProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster of {@code deploy/local-cluster.sh}: HAProxy, three nodes, Redis, two PostgreSQLs. */
@Timeout(300)
class LocalClusterIT {
  private static final String SECRET = "a secret that only this test of a cluster knows";
  private static final String READY = "Cluster is listening on ";
  private static final Path SCRIPT = Path.of("..", "deploy", "local-cluster.sh");
  private static final long LIMIT_SECONDS = 150;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> NOT_FOR_THE_PUBLIC =
      List.of("/metrics", "/%6Detrics", "/x/../metrics", "/api/admin/log-level", "/api;/admin/");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenLocalCluster_whenTwoChatOnTwoNodes_thenEachHearsTheOtherAndNobodySeesWhatIsInside(
      String bus) throws Exception {
    RequiredProgram.require("haproxy is not installed", "haproxy", "-v");
    RequiredProgram.require("redis-server is not installed", "redis-server", "--version");
    RequiredProgram.require(
        "PostgreSQL is not installed", Files.isDirectory(Path.of("/usr/lib/postgresql")));
    Path log = directory.resolve("cluster.log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", SCRIPT.toString(), "--bus", bus).redirectError(log.toFile());
    builder.environment().put("JWT_SECRET", SECRET);
    Process cluster = builder.start();
    try {
      String address = awaitAddress(cluster, log);
      NodeScript.run(
          "cluster-people.mjs", address, "1", token(1), "2", token(2), "polling-and-upgrade");
      NodeScript.run("cluster-people.mjs", address, "3", token(3), "4", token(4), "polling");
      assertThat(get(address, "/health/ready").statusCode()).isEqualTo(200);
      for (String path : NOT_FOR_THE_PUBLIC) {
        HttpResponse<String> answer = get(address, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertThat(answer.body()).as("of the proxy: %s", path).isEmpty();
      }
    } finally {
      cluster.destroy();
      assertThat(cluster.waitFor(60, TimeUnit.SECONDS)).as("the cluster ends").isTrue();
    }
  }

  private static HttpResponse<String> get(String address, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
  }

  private static String awaitAddress(Process cluster, Path log) throws Exception {
    CompletableFuture<String> address = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              try (BufferedReader output = cluster.inputReader(StandardCharsets.UTF_8)) {
                output
                    .lines()
                    .filter(line -> line.startsWith(READY))
                    .forEach(line -> address.complete(line.substring(READY.length())));
              } catch (IOException | RuntimeException e) {
                address.completeExceptionally(e);
              }
              address.completeExceptionally(new AssertionError("the cluster has ended"));
            });
    try {
      return address.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no cluster; its log:\n" + Files.readString(log), e);
    }
  }

  private static String token(long user) {
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(SECRET.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    return issuer.issue(new UserId(user), Duration.ofHours(1));
  }
}
