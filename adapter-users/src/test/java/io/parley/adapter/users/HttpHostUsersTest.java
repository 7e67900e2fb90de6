package io.parley.adapter.users;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpHostUsersTest {
  private static final UserId ADA = new UserId(41);
  private static final UserId BEN = new UserId(42);
  private static final Map<UserId, UserKey> BOTH =
      Map.of(ADA, new UserKey("41"), BEN, new UserKey("42"));
  private static final String ADA_ALONE = "[{\"id\": 41, \"name\": \"Ada\"}]";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile HttpHandler handler = exchange -> answer(exchange, 200, "[]");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          handler.handle(exchange);
        });
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void givenAnswer(int status, String body) {
    handler = exchange -> answer(exchange, status, body);
  }

  private URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/chat-users");
  }

  private HttpHostUsers numbered() {
    return new HttpHostUsers(url(), "secret", UserKeyForm.NUMBER, Duration.ofMillis(1_500));
  }

  private static void assertIsNoAnswer(HttpHostUsers users) {
    assertThat(refusalOf(users.find(BOTH))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
  }

  @Test
  void givenHost_whenAsked_thenItIsShownTheTokenAndTheNumbers() {
    givenAnswer(
        200,
        "[{\"id\": 41, \"name\": \"Ada Lovelace\", \"username\": \"ada\", \"profileName\": \"Ada\","
            + " \"profilePhoto\": \"https://cdn.example/ada.png\", \"more\": [1]}]");

    Map<UserId, User> found = await(numbered().find(Map.of(ADA, new UserKey("41"))));

    assertThat(found)
        .isEqualTo(
            Map.of(
                ADA,
                new User(
                    ADA,
                    "Ada Lovelace",
                    "ada",
                    "Ada",
                    Optional.of("https://cdn.example/ada.png"))));
    assertThat(requests).containsExactly("POST /chat-users Bearer secret {\"ids\":[41]}");
  }

  @Test
  void givenHostWithKeys_whenAsked_thenTheyAreTextsAndFoundInWhateverCase() {
    String key = "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11";
    givenAnswer(200, "[{\"id\": \"3F2C8A64-0B7E-4C0D-9A53-1F6F0A2B9C11\", \"name\": null}]");
    var users = new HttpHostUsers(url(), "secret", UserKeyForm.UUID);

    assertThat(await(users.find(Map.of(BEN, new UserKey(key)))))
        .isEqualTo(Map.of(BEN, new User(BEN, "", "", "", Optional.empty())));
    assertThat(requests)
        .containsExactly("POST /chat-users Bearer secret {\"ids\":[\"" + key + "\"]}");
  }

  @Test
  void givenAnswerWithUsersWhomNobodyAskedFor_whenRead_thenTheyAreLeftOut() {
    givenAnswer(200, "[{\"id\": \"41\", \"name\": \"Ada\"}, {\"id\": 43, \"name\": \"Eve\"}]");

    assertThat(await(numbered().find(BOTH))).containsOnlyKeys(ADA);
  }

  @Test
  void givenNobodyOrTooMany_whenAsked_thenItIsRefusedHere() {
    Map<UserId, UserKey> many =
        LongStream.rangeClosed(1, 101)
            .boxed()
            .collect(Collectors.toMap(UserId::new, id -> new UserKey(Long.toString(id))));

    assertThatIllegalArgumentException().isThrownBy(() -> numbered().find(Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> numbered().find(many));
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[41]",
        "[{\"name\": \"Ada\"}]",
        "[{\"id\": null}]",
        "[{\"id\": 41.5}]",
        "[{\"id\": -1}]",
        "[{\"id\": \"ada\"}]",
        "[{\"id\": 41, \"name\": 7}]",
        "[{\"id\": 41, \"profilePhoto\": {}}]",
        "[{\"id\": 41}",
        "[] []",
        "<html>"
      })
  void givenMalformedAnswer_whenRead_thenItIsNone(String body) {
    givenAnswer(200, body);
    HttpHostUsers users = numbered();

    assertIsNoAnswer(users);

    givenAnswer(200, ADA_ALONE);
    assertThat(await(users.find(BOTH))).containsOnlyKeys(ADA);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 400, 401, 403, 404, 429, 500, 503})
  void givenAnotherStatus_whenAsked_thenItIsNoAnswer(int status) {
    givenAnswer(status, status == 204 ? "" : ADA_ALONE);

    assertIsNoAnswer(numbered());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void givenRedirect_whenAsked_thenNobodyElseIsShownTheToken(int status) {
    handler =
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          answer(exchange, status, ADA_ALONE);
        };

    assertIsNoAnswer(numbered());
    assertThat(requests).singleElement().asString().contains("/chat-users");
  }

  @Test
  void givenHugeAnswer_whenAsked_thenItIsCutOff() {
    CountDownLatch hungUp = new CountDownLatch(1);
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            byte[] blank = " ".repeat(65_536).getBytes(UTF_8);
            for (int part = 0; part < 4_096; part++) {
              body.write(blank);
            }
          } catch (IOException e) {
            hungUp.countDown();
          }
        };
    var patient = new HttpHostUsers(url(), "secret", UserKeyForm.NUMBER, Duration.ofSeconds(30));

    assertIsNoAnswer(patient);
    assertThat(reached(hungUp)).isTrue();
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenSlowHost_whenAsked_thenThereIsNoAnswerInTime(boolean begins) {
    handler =
        exchange -> {
          if (begins) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
          }
          boolean unused = reached(over);
        };

    var impatient = new HttpHostUsers(url(), "secret", UserKeyForm.NUMBER, Duration.ofMillis(200));

    assertIsNoAnswer(impatient);
  }

  @Test
  void givenNobodyListens_whenAsked_thenThereIsNoAnswer() {
    HttpHostUsers users = numbered();
    server.stop(0);

    assertIsNoAnswer(users);
  }
}
