package io.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.adapter.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that has its users elsewhere, and tells them over HTTP. */
@Timeout(180)
class HostUsersTest {
  private static final String TOKEN = "shown to the host alone";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Long, String> users =
      new ConcurrentHashMap<>(Map.of(1L, "Ada", 2L, "Ben", 3L, "Cem"));
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean away;
  private HttpServer host;
  private TestDatabase database;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext("/chat-users", this::tell);
    host.setExecutor(threads);
    host.start();
    database = TestDatabase.create();
    server = node();
  }

  private TestServer node() throws InterruptedException {
    return TestServer.node(
        database,
        Map.of(
            "CHAT_USERS",
            "http",
            "CHAT_USERS_URL",
            "http://localhost:" + host.getAddress().getPort() + "/chat-users",
            "CHAT_USERS_TOKEN",
            TOKEN.replace(' ', '-'),
            "CHAT_CLUSTER",
            "postgres"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    if (database != null) {
      database.close();
    }
    host.stop(0);
    threads.shutdownNow();
  }

  private void tell(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    JsonNode asked = JSON.readTree(exchange.getRequestBody());
    boolean isTheChat =
        ("Bearer " + TOKEN.replace(' ', '-'))
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    var found = JSON.createArrayNode();
    for (JsonNode id : asked.get("ids")) {
      String name = users.get(id.longValue());
      if (name != null) {
        found.addObject().put("id", id.longValue()).put("name", name).put("username", name);
      }
    }
    byte[] body = found.toString().getBytes(UTF_8);
    exchange.sendResponseHeaders(away ? 503 : isTheChat ? 200 : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private JavaClient connect(long user) throws Exception {
    return new JavaClient(server.address(), "upgrade", server.token(user)).connect();
  }

  private static String outcome(TestServer node, long sender, long receiver) {
    RestClient.Answer answer = node.rest(sender).send(receiver, "Hello");
    return answer.status() == 201 ? "sent" : answer.json().path("code").asText();
  }

  @Test
  void givenUsersWhomTheChatHasNeverSeen_whenTheyWrite_thenBothAreShownByTheirNames()
      throws Exception {
    try (JavaClient ada = connect(1);
        JavaClient ben = connect(2)) {
      JSONObject sent =
          ada.data("send_message", new JSONObject(Map.of("receiverId", 2, "content", "Hello")));
      assertThat(sent.getLong("senderId")).isEqualTo(1);
      assertThat(ben.object("message_notification").getLong("from")).isEqualTo(1);

      int before = requests.get();
      for (int time = 0; time < 10; time++) {
        assertThat(outcome(server, 2, 1)).isEqualTo("sent");
      }
      assertThat(requests).as("who is known is not asked for").hasValue(before);
    }

    JsonNode inbox =
        server.rest(2).get("/api/chat/conversations").json().at("/data/conversations/0");
    assertThat(inbox.toString()).contains("\"name\":\"Ada\"");
    assertThat(server.rest(1).get("/api/chat/conversations").body()).contains("\"name\":\"Ben\"");
  }

  @Test
  void givenStrangers_whenTheyWriteOrAreWrittenTo_thenTheyAreRefused() {
    assertThat(outcome(server, 1, 99)).isEqualTo("receiver_not_found");
    assertThat(outcome(server, 98, 1)).isEqualTo("sender_not_found");
    assertThat(server.rest(98).get("/api/chat/unread-count").status()).isEqualTo(200);

    int before = requests.get();
    assertThat(outcome(server, 1, 99)).isEqualTo("receiver_not_found");
    assertThat(requests).as("the host is left alone for a while").hasValue(before);
  }

  @Test
  void givenHostThatIsAway_whenUsersWrite_thenTheKnownGoOnAndTheOthersLaterWithoutARestart()
      throws Exception {
    assertThat(outcome(server, 1, 2)).isEqualTo("sent");

    away = true;
    assertThat(outcome(server, 2, 1)).isEqualTo("sent");
    assertThat(outcome(server, 1, 3)).isEqualTo("store_unavailable");
    try (TestServer another = node()) {
      assertThat(outcome(another, 1, 2)).as("also on a node that has just come").isEqualTo("sent");
    }

    away = false;
    assertThat(outcome(server, 1, 3)).isEqualTo("sent");
  }

  @Test
  void givenUserWhomTheHostHasNoMore_whenAskedForAgain_thenNobodyWritesToHim() throws Exception {
    assertThat(outcome(server, 1, 2)).isEqualTo("sent");

    users.remove(2L);
    try (TestServer another = node()) { // it asks again when it sees him for the first time
      long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      String outcome = outcome(another, 1, 2);
      while (outcome.equals("sent")) {
        assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        outcome = outcome(another, 1, 2);
      }

      assertThat(outcome).isEqualTo("receiver_not_found");
      assertThat(outcome(another, 1, 3)).isEqualTo("sent");
    }
  }
}
