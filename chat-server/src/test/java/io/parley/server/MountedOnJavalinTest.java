package io.parley.server;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import io.parley.domain.event.ChatEvent;
import io.socket.client.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Javalin application of somebody else's, with a chat below one of its paths. */
@Timeout(60)
class MountedOnJavalinTest {
  private static final String HELLO = "{\"receiverId\":2,\"content\":\"Hello\"}";

  private final Queue<String> filtered = new ConcurrentLinkedQueue<>();
  private final Queue<ChatEvent> events = new ConcurrentLinkedQueue<>();
  private final ServedChat chat =
      MountedChat.builder()
          .under("/support")
          .origins(List.of("https://Shop.example/"))
          .listener(events::add)
          .open();
  private final Javalin host = host(chat).start("127.0.0.1", 0);

  /** With and without a chat the same routes. */
  private Javalin host(ServedChat... mounted) {
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          for (ServedChat one : mounted) {
            config.registerPlugin(one.plugin());
          }
          config.routes.before(ctx -> filtered.add(ctx.path()));
          config.routes.get("/", ctx -> ctx.html("<h1>Shop</h1>"));
          config.routes.get("/support/faq", ctx -> ctx.result("Questions"));
          config.routes.get(
              "/broken",
              ctx -> {
                throw new IllegalStateException("broken");
              });
          config.routes.get("/api/admin/orders", ctx -> ctx.result("Orders"));
          config.routes.post("/upload", ctx -> ctx.result(ctx.bodyAsBytes().length + " bytes"));
          config.routes.exception(
              IllegalStateException.class,
              (e, ctx) -> ctx.status(500).result("Oops: " + e.getMessage()));
          config.routes.error(404, ctx -> ctx.html("<h1>Nothing here</h1>"));
          config.http.maxRequestSize = 4_000_000L;
        });
  }

  @AfterEach
  void stop() {
    chat.close();
    host.stop();
  }

  @Test
  void givenTheMount_whenAMessageIsSentOverRest_thenItsReceiverHearsOfItOnASocket()
      throws Exception {
    CompletableFuture<JSONObject> heard = new CompletableFuture<>();
    CompletableFuture<Void> connected = new CompletableFuture<>();
    Socket socket = MountedChat.socket(host.port(), "/support", BOB);
    socket.on("message_notification", arguments -> heard.complete((JSONObject) arguments[0]));
    socket.on(Socket.EVENT_CONNECT, arguments -> connected.complete(null));
    try {
      socket.connect();
      connected.get(20, TimeUnit.SECONDS);

      HttpResponse<String> sent =
          MountedChat.post(host.port(), "/support/api/chat/send", ALICE, HELLO);

      assertThat(sent.statusCode()).isEqualTo(201);
      assertThat(heard.get(20, TimeUnit.SECONDS).getString("content")).isEqualTo("Hello");
      assertThat(events).anyMatch(ChatEvent.MessageSent.class::isInstance);
      assertThat(filtered).isEmpty();
    } finally {
      socket.close();
    }
  }

  @Test
  void givenTheMount_whenSomethingOfItFails_thenItAnswersAsTheContractSays() {
    HttpResponse<String> stranger = MountedChat.get(host.port(), "/support/api/chat/unread");
    HttpResponse<String> unknown = MountedChat.get(host.port(), "/support/api/chat/x", ALICE);
    HttpResponse<String> wrong = MountedChat.get(host.port(), "/support/api/chat/send", ALICE);
    HttpResponse<String> large =
        MountedChat.post(
            host.port(), "/support/api/chat/send", ALICE, " ".repeat(1_500_000) + HELLO);

    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.body()).contains("\"UA\":false");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"code\":\"not_found\"");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.body()).contains("\"code\":\"method_not_allowed\"");
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(List.of(stranger, unknown, wrong, large))
        .allSatisfy(
            answer -> {
              assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
              assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
            });
  }

  @Test
  void givenAPageOfAnAllowedOrigin_whenItAsks_thenOnlyTheChatAllowsIt() {
    HttpResponse<String> chatAnswer =
        MountedChat.exchange(
            MountedChat.request(host.port(), "/support/api/chat/unread")
                .header("Origin", "https://shop.example"));
    HttpResponse<String> handshake =
        MountedChat.exchange(
            MountedChat.request(host.port(), "/support/socket.io/?EIO=4&transport=polling")
                .header("Origin", "https://shop.example"));
    HttpResponse<String> hostAnswer =
        MountedChat.exchange(
            MountedChat.request(host.port(), "/support/faq")
                .header("Origin", "https://shop.example"));

    assertThat(chatAnswer.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
    assertThat(handshake.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
    assertThat(handshake.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(hostAnswer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/support/faq",
        "/support/none",
        "/support/socket.io/socket.io.js",
        "/broken",
        "/none",
        "/api/chat/unread",
        "/api/admin/orders",
        "/upload",
        "/socket.io/?EIO=4&transport=polling",
        "/support/api/%75pload"
      })
  void givenAPathOfTheHosts_whenAsked_thenItAnswersAsWithoutTheChat(String path) {
    Javalin alone = host().start("127.0.0.1", 0);
    try {
      HttpResponse<String> with = MountedChat.get(host.port(), path);
      HttpResponse<String> without = MountedChat.get(alone.port(), path);

      assertThat(with.statusCode()).isEqualTo(without.statusCode());
      assertThat(with.body()).isEqualTo(without.body());
      assertThat(with.headers().map().keySet()).isEqualTo(without.headers().map().keySet());
    } finally {
      alone.stop();
    }
  }

  @Test
  void givenAnUploadOfTheHosts_whenItIsLargerThanAMessage_thenItArrivesWhole() {
    HttpResponse<String> answer =
        MountedChat.exchange(
            MountedChat.request(host.port(), "/upload")
                .POST(BodyPublishers.ofByteArray(new byte[3_000_000])));

    assertThat(answer.body()).isEqualTo("3000000 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/support/api/chat/conversations/%u0031/messages",
        "/support/api/chat/search?q=%u0041",
        "/support/api/chat/search?q=%ZZ",
        "/support/api/chat/conversations/%FF/messages"
      })
  void givenAMalformedRequest_whenItReachesTheChat_thenItIsA400(String path) throws Exception {
    String answer =
        RawRequest.send(
            host.port(),
            "GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + MountedChat.token(ALICE)
                + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void givenAClosedChat_whenItsPathsAreAsked_thenItRefusesAndTheHostGoesOn() {
    chat.close();

    assertThat(MountedChat.get(host.port(), "/support/api/chat/unread", ALICE).statusCode())
        .isEqualTo(503);
    assertThat(
            MountedChat.get(host.port(), "/support/socket.io/?EIO=4&transport=polling")
                .statusCode())
        .isEqualTo(503);
    assertThat(MountedChat.get(host.port(), "/support/faq").body()).isEqualTo("Questions");
  }

  @Test
  void givenAChatThatIsMounted_whenAPartIsOutOfBounds_thenNothingIsOpened() {
    assertThatThrownBy(() -> MountedChat.builder().origins(List.of("*")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MountedChat.builder().socketsPerAddress(0).open())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
