package io.parley.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.postgres.TestDatabase;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the service hands out the web page, and the demo's tokens to it. */
@Timeout(180)
class WebPageTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestServer server;
  private static TestDatabase demoDatabase;
  private static TestServer demo;

  @BeforeAll
  static void start() throws InterruptedException {
    PageScript.requirePage();
    server = TestServer.start();
    demoDatabase = TestDatabase.create();
    demo = TestServer.start(demoDatabase, Map.of("CHAT_DEMO", "true"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      demo.close();
      demoDatabase.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "text/html;q=0", "text/plain, */*"})
  void givenAClientThatIsNoBrowser_whenItAsksForTheRoot_thenItGetsJson(String accept)
      throws Exception {
    HttpResponse<String> response = get(server, "/", "Accept", accept);

    assertThat(response.body()).isEqualTo("{\"STATUS\":\"OK\",\"HEALTH\":\"GOOD\"}");
    assertThat(response.headers().allValues("Vary")).contains("Accept");
  }

  @Test
  void givenABrowser_whenItAsksForTheRoot_thenItGetsThePageAndKeepsWhatItLoads() throws Exception {
    HttpResponse<String> page = get(server, "/", "Accept", BROWSER);
    HttpResponse<String> script = get(server, firstMatch("src=\"(/assets/[^\"]+)\"", page.body()));
    HttpResponse<String> known =
        get(server, "/", "Accept", BROWSER, "If-None-Match", header(page, "ETag"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .doesNotContain("unsafe");
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(get(server, "/assets/nothing.js").statusCode()).isEqualTo(404);
  }

  @Test
  void givenThePage_whenItIsLoaded_thenItIsSmall() throws Exception {
    String page = get(server, "/", "Accept", BROWSER).body();
    Matcher assets = Pattern.compile("\"(/assets/[^\"]+)\"").matcher(page);
    long bytes = 0;
    while (assets.find()) {
      bytes +=
          get(server, assets.group(1), "Accept-Encoding", "gzip")
              .headers()
              .firstValueAsLong("Content-Length")
              .orElseThrow();
    }

    assertThat(bytes).isBetween(10_000L, 100_000L);
  }

  @Test
  @OfOneProcess
  void givenADemo_whenThisMachineAsks_thenEachOfItsUsersCanSignIn() throws Exception {
    JsonNode users = new ObjectMapper().readTree(get(demo, "/demo/users").body()).path("users");

    assertThat(users).hasSize(6);
    for (JsonNode user : users) {
      assertThat(
              new RestClient(demo.address(), user.path("token").asText())
                  .get("/api/chat/unread-count")
                  .status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "X-Forwarded-For, 127.0.0.1",
    "Forwarded, for=127.0.0.1",
    "Via, 1.1 proxy",
  })
  void givenADemo_whenItMayNotBeThisMachine_thenThereAreNoTokens(String name, String value)
      throws Exception {
    assertThat(get(demo, "/demo/users", name, value).statusCode()).isEqualTo(404);
  }

  @Test
  void givenADemo_whenItIsKnownByAnotherName_thenThereAreNoTokens() throws Exception {
    String request = "GET /demo/users HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), demo.address().getPort())) {
      socket.setSoTimeout(20_000);

      socket.getOutputStream().write(request.getBytes(US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void givenNoDemo_whenUsersAreAskedFor_thenThereAreNone() throws Exception {
    assertThat(get(server, "/demo/users").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(TestServer from, String path, String... headers)
      throws Exception {
    URI address = from.address().resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  private static String firstMatch(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
