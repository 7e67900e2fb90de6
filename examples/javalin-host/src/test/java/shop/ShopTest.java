package shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.parley.testkit.fixture.NodeScript;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shop as its customers see it, on a real PostgreSQL. */
@Timeout(240)
class ShopTest {
  private static final String SECRET = "a secret of the shop, of 32 bytes or more";
  private static final Path CLIENT = Path.of("..", "..", "chat-bootstrap", "src", "main", "npm");

  private static EmbeddedPostgres postgres;
  private static HikariDataSource pool;
  private static Shop shop;
  private static Account ada;
  private static Account ben;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void open() throws Exception {
    postgres = EmbeddedPostgres.start();
    var config = new HikariConfig();
    config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
    pool = new HikariDataSource(config);
    shop = Shop.open(pool, SECRET, 0);
    var accounts = new Accounts(pool);
    ada = accounts.add("Ada Lovelace", "ada", "correct horse");
    ben = accounts.add("Ben Bitdiddle", "ben", "battery staple");
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
    pool.close();
    postgres.close();
  }

  @Test
  void givenTwoCustomersWhoHaveLoggedIn_whenTheyUseTheOfficialClient_thenTheyChat()
      throws Exception {
    NodeScript.run(
        Path.of("src", "test", "node", "two-people.mjs"),
        CLIENT,
        Path.of("target", "npm").toAbsolutePath(),
        "http://127.0.0.1:" + shop.port(),
        "/support/socket.io/",
        login("ada", "correct horse"),
        String.valueOf(ben.id()),
        login("ben", "battery staple"));
  }

  @Test
  void givenACustomer_whenHeWritesOverRest_thenTheReceiverSeesItUnderTheNameOfTheShop()
      throws Exception {
    HttpResponse<String> sent =
        post(
            "/support/api/chat/send",
            "application/json",
            "{\"receiverId\":" + ada.id() + ",\"content\":\"Is it still there?\"}",
            login("ben", "battery staple"));

    assertThat(sent.statusCode()).isEqualTo(201);
    JsonNode message = new ObjectMapper().readTree(sent.body()).path("data");
    assertThat(message.path("sender").path("name").asText()).isEqualTo("Ben Bitdiddle");
    assertThat(get("/support/api/chat/unread", login("ada", "correct horse")).body())
        .contains("\"username\":\"ben\"");
  }

  @Test
  void givenAnOrder_whenItIsPlaced_thenItsSellerIsToldInTheChat() throws Exception {
    HttpResponse<String> placed =
        post(
            "/orders",
            "application/x-www-form-urlencoded",
            "seller=" + ada.id() + "&product=Loom",
            login("ben", "battery staple"));

    assertThat(placed.statusCode()).isEqualTo(201);
    assertThat(
            get("/support/api/chat/search?q=ordered%3A%20Loom", login("ada", "correct horse"))
                .body())
        .contains("\"total\":1");
  }

  @Test
  void givenAnOrderToOneself_whenItIsRefused_thenNeitherOrderNorMessageIsThere() throws Exception {
    HttpResponse<String> refused =
        post(
            "/orders",
            "application/x-www-form-urlencoded",
            "seller=" + ben.id() + "&product=Mirror",
            login("ben", "battery staple"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).isEqualTo("That is not possible: Cannot send message to yourself");
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM orders WHERE product = 'Mirror'")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void givenTheShopsOwnPages_whenAsked_thenTheyAreAsTheyWere() throws Exception {
    assertThat(get("/", "").body()).isEqualTo("<h1>Shop</h1>");
    assertThat(get("/support/faq", "").body()).isEqualTo("<h1>Questions</h1>");
    assertThat(get("/support/none", "").body()).isEqualTo("<h1>There is nothing here</h1>");
    assertThat(get("/api/chat/unread", "").body()).isEqualTo("<h1>There is nothing here</h1>");
    assertThat(get("/", "").headers().firstValue("Content-Security-Policy")).isEmpty();
    HttpResponse<String> failed =
        post("/login", "application/x-www-form-urlencoded", "handle=ada", "");
    assertThat(failed.statusCode()).isEqualTo(422);
    assertThat(failed.body()).isEqualTo("That is not possible: password is missing");
  }

  @Test
  void givenSomebodyWhoHasNotLoggedIn_whenHeAsksTheChat_thenItAnswersAsItsContractSays()
      throws Exception {
    HttpResponse<String> refused = get("/support/api/chat/unread", "");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("\"error\":\"Unauthorized: No token provided\"");
  }

  private String login(String handle, String password) throws Exception {
    String body =
        post(
                "/login",
                "application/x-www-form-urlencoded",
                "handle=" + handle + "&password=" + password.replace(" ", "+"),
                "")
            .body();
    return new ObjectMapper().readTree(body).path("token").asText();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return client.send(request(path, token).GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String type, String body, String token)
      throws Exception {
    HttpRequest.Builder request = request(path, token).header("Content-Type", type);
    return client.send(
        request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String token) {
    URI uri = URI.create("http://127.0.0.1:" + shop.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }
}
