package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.testkit.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The service in front of browsers and of those who are none, over TLS. */
@Timeout(180)
@OfOneProcess
class WebSafetyTest {
  private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
  private static final String FRIEND = "https://front.example";

  @TempDir private static Path directory;

  private static TestDatabase database;
  private static TestCertificate certificate;
  private static TestServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws InterruptedException {
    certificate = TestCertificate.create(directory, "ec");
    database = TestDatabase.create();
    server =
        TestServer.start(
            database,
            Map.of(
                "CHAT_TLS_CERT", certificate.certificate().toString(),
                "CHAT_TLS_KEY", certificate.key().toString(),
                "FRONTEND_URL", FRIEND));
    TestServer.addUsers(database);
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(certificate.trustingClient())
            .sslParameters(new SSLParameters())
            .build();
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "GET, /health/live, 200",
    "GET, /health/ready, 200",
    "GET, /nothing, 404",
    "GET, /api/chat/unread-count, 401",
    "DELETE, /api/chat/send, 405",
    "GET, /%00, 400",
    "GET, '/socket.io/?EIO=4&transport=polling', 200",
    "GET, '/socket.io/?EIO=4&transport=polling&sid=x', 400",
    "GET, '/socket.io/?EIO=3&transport=polling', 400",
    "POST, '/socket.io/?EIO=4&transport=polling', 400",
  })
  void givenAnyAnswer_whenLookedAt_thenItHasTheSecurityHeaders(
      String method, String path, int status) throws Exception {
    HttpResponse<String> response =
        send(request("127.0.0.1", path).method(method, BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(status);
    assertHeaders(response, "same-origin");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.body()).doesNotContain("<html", "jetty", "Exception");
  }

  @Test
  void givenBrowserClient_whenLoadedByAForeignPage_thenItMayBe() throws Exception {
    HttpResponse<String> response = send(request("127.0.0.1", "/socket.io/socket.io.min.js"));
    if (response.statusCode() == 404 || response.statusCode() == 400) {
      return; // a build without npm has none
    }

    assertHeaders(response, "cross-origin");
  }

  private static void assertHeaders(HttpResponse<String> response, String resourcePolicy) {
    assertHeader(response, "X-Content-Type-Options", "nosniff");
    assertHeader(response, "Referrer-Policy", "no-referrer");
    assertHeader(response, "X-Frame-Options", "DENY");
    assertHeader(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    assertHeader(response, "Cross-Origin-Resource-Policy", resourcePolicy);
    assertHeader(response, "Strict-Transport-Security", "max-age=31536000");
    assertThat(response.headers().firstValue("Server")).isEmpty();
    assertThat(response.headers().firstValue("X-Powered-By")).isEmpty();
  }

  private static void assertHeader(HttpResponse<String> response, String name, String value) {
    assertThat(response.headers().allValues(name)).as(name).containsExactly(value);
  }

  @Test
  void givenLocalhost_whenItAnswersOverTls_thenOtherServersThereStayReachable() throws Exception {
    HttpResponse<String> response = send(request("localhost", "/"));

    assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"default, 1, 2", "websocket, 8, 9"})
  void givenTls_whenTheJavaScriptClientIsUsed_thenTwoCanChat(String mode, long one, long two)
      throws Exception {
    assertThat(server.address().getScheme()).isEqualTo("https");

    NodeScript.official()
        .trusting(certificate.certificate())
        .execute(
            "two-people.mjs",
            server.address().toString(),
            mode,
            Long.toString(one),
            server.token(one),
            Long.toString(two),
            server.token(two));
  }

  @Test
  void givenTls_whenAWebSocketConnects_thenTheServerGreetsIt() throws Exception {
    Messages messages = new Messages();

    WebSocket socket = webSocket(Optional.empty(), messages);

    assertThat(messages.next()).startsWith("0{");
    socket.sendText("40{\"token\":\"" + server.token(3) + "\"}", true).join();
    assertThat(messages.next()).startsWith("40{");
    socket.abort();
  }

  @Test
  void givenCookieAlone_whenASocketConnects_thenItIsNobody() throws Exception {
    Messages messages = new Messages();

    WebSocket socket = webSocket(Optional.of("session=" + server.token(3)), messages);

    assertThat(messages.next()).startsWith("0{");
    socket.sendText("40", true).join();
    assertThat(messages.next())
        .isEqualTo("44{\"message\":\"Authentication error: No token provided\"}");
    socket.abort();
  }

  @Test
  void givenForeignPage_whenItActsByCookie_thenItIsRefusedAndAFriendIsNot() throws Exception {
    for (String origin : List.of("https://evil.example", FRIEND)) {
      HttpResponse<String> response =
          send(
              request("127.0.0.1", "/api/chat/send")
                  .header("Cookie", "session=" + server.token(4))
                  .header("Origin", origin)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"receiverId\":5,\"content\":\"hello\"}")));

      assertThat(response.statusCode()).isEqualTo(origin.equals(FRIEND) ? 201 : 403);
    }
  }

  @Test
  void givenTokens_whenTheyAreSentInEveryWay_thenNoneIsInWhatWeLog() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    String token = server.token(6);
    String signature = token.substring(token.lastIndexOf('.') + 1);
    logged.start();
    root.addAppender(logged);
    ownLevels(Level.DEBUG);
    try {
      String bad = token + "x";
      for (String sent : List.of(token, bad)) {
        HttpResponse<String> unused =
            send(
                request("127.0.0.1", "/api/chat/unread").header("Authorization", "Bearer " + sent));
        unused = send(request("127.0.0.1", "/api/chat/unread").header("Cookie", "session=" + sent));
        unused = send(request("127.0.0.1", "/api/chat/unread?token=" + sent));
        unused = send(request("127.0.0.1", HANDSHAKE + "&token=" + sent));
        unused = send(request("127.0.0.1", "/nothing?token=" + sent + "&x=%FF"));
        Messages messages = new Messages();
        WebSocket socket = webSocket(Optional.of("session=" + sent), messages);
        assertThat(messages.next()).startsWith("0{");
        socket.sendText("40{\"token\":\"" + sent + "\"}", true).join();
        assertThat(messages.next()).startsWith("4");
        sendToOneWhoMayHangUp(socket, "42[\"refresh_token\",{\"token\":\"" + sent + "\"}]");
        sendToOneWhoMayHangUp(socket, "42[\"no_such_event\",{\"token\":\"" + sent + "\"}]");
        socket.abort();
      }
    } finally {
      ownLevels(null);
      root.setLevel(before);
      root.detachAppender(logged);
    }

    assertThat(List.copyOf(logged.list)).isNotEmpty();
    assertThat(List.copyOf(logged.list)).noneMatch(event -> text(event).contains(signature));
  }

  private static void sendToOneWhoMayHangUp(WebSocket socket, String packet) {
    WebSocket unused = socket.sendText(packet, true).exceptionally(closed -> socket).join();
  }

  /** Everything that is ours, and Jetty's and Javalin's as the service configures them. */
  private static void ownLevels(@Nullable Level level) {
    ((Logger) LoggerFactory.getLogger("io.parley")).setLevel(level);
    ((Logger) LoggerFactory.getLogger("io.javalin")).setLevel(level == null ? Level.WARN : level);
  }

  private static String text(ILoggingEvent event) {
    String failure =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getFormattedMessage() + failure;
  }

  @ParameterizedTest
  @CsvSource({
    "Cafe\u0301, decomposed",
    "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66, joined",
    "\u200fשלום\u202e\u2066abc\u2069, right to left",
    "\u2028\u2029\ufeff\u200b, invisible",
    "\u1e9e ﬁ Ⅷ ㎏, compatibility",
  })
  void givenText_whenStoredAndReadBack_thenItIsTheSameCodePointForCodePoint(
      String text, String what) throws Exception {
    String content = "<" + text + ">";
    HttpResponse<byte[]> sent =
        http.send(
            request("127.0.0.1", "/api/chat/send")
                .header("Authorization", "Bearer " + server.token(7))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"receiverId\":8,\"content\":\"" + content + "\"}"))
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(sent.statusCode()).as(what).isEqualTo(201);
    assertThat(contains(sent.body(), content)).isTrue();
  }

  private static boolean contains(byte[] body, String content) {
    // byte for byte: neither composed, nor escaped, nor lost
    return new String(body, StandardCharsets.ISO_8859_1)
        .contains(
            new String(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  private static HttpRequest.Builder request(String host, String path) {
    return HttpRequest.newBuilder(
            URI.create("https://" + host + ":" + server.address().getPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static WebSocket webSocket(Optional<String> cookie, Messages messages) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    cookie.ifPresent(value -> builder.header("Cookie", value));
    return builder
        .buildAsync(
            URI.create(
                "wss://localhost:"
                    + server.address().getPort()
                    + "/socket.io/?EIO=4&transport=websocket"),
            messages)
        .join();
  }

  /** What a WebSocket hears. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        heard.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    String next() throws InterruptedException {
      String message = heard.poll(20, TimeUnit.SECONDS);
      assertThat(message).as("a message").isNotNull();
      return message;
    }
  }
}
