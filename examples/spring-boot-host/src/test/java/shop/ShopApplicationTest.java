package shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.server.ServedChat;
import io.parley.testkit.fixture.NodeScript;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shop as its customers see it, on a real PostgreSQL. */
@Timeout(240)
class ShopApplicationTest {
  private static final Path CLIENT = Path.of("..", "..", "chat-bootstrap", "src", "main", "npm");
  private static final String FORM = "application/x-www-form-urlencoded";

  private static EmbeddedPostgres postgres;
  private static ConfigurableApplicationContext shop;
  private static Account ada;
  private static Account ben;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void open() throws Exception {
    postgres = EmbeddedPostgres.start();
    shop =
        SpringApplication.run(
            ShopApplication.class,
            "--server.port=0",
            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--parley.jwt.secret=a secret of the shop, of 32 bytes or more");
    Accounts accounts = shop.getBean(Accounts.class);
    ada = accounts.add("Ada Lovelace", "ada", "correct horse");
    ben = accounts.add("Ben Bitdiddle", "ben", "battery staple");
  }

  @AfterAll
  static void close() throws Exception {
    ServedChat chat = shop.getBean(ServedChat.class);
    shop.close();
    postgres.close();
    assertThat(chat.isAccepting()).isFalse();
  }

  @Test
  void givenTwoCustomersWhoHaveLoggedIn_whenTheyUseTheOfficialClient_thenTheyChat()
      throws Exception {
    NodeScript.run(
        Path.of("src", "test", "node", "two-people.mjs"),
        CLIENT,
        Path.of("target", "npm").toAbsolutePath(),
        address(),
        "/support/socket.io/",
        login("ada", "correct horse"),
        String.valueOf(number(ben)),
        login("ben", "battery staple"));
  }

  @Test
  void givenACustomer_whenHeWritesOverRest_thenTheReceiverAndTheApplicationHearOfIt()
      throws Exception {
    HttpResponse<String> sent =
        post(
            "/support/api/chat/send",
            "application/json",
            "{\"receiverId\":" + number(ada) + ",\"content\":\"Is it still there?\"}",
            login("ben", "battery staple"));

    assertThat(sent.statusCode()).isEqualTo(201);
    JsonNode message = new ObjectMapper().readTree(sent.body()).path("data");
    assertThat(message.path("sender").path("profile_name").asText()).isEqualTo("Ben Bitdiddle");
    assertThat(get("/support/api/chat/unread", login("ada", "correct horse")).body())
        .contains("\"username\":\"ben\"");
    assertThat(shop.getBean(ChatLog.class).texts()).contains("Is it still there?");
  }

  @Test
  void givenAnOrder_whenItsTransactionCommits_thenItsSellerIsToldInTheChat() throws Exception {
    HttpResponse<String> placed =
        post(
            "/orders",
            FORM,
            "seller=" + ada.id() + "&product=Loom",
            login("ben", "battery staple"));

    assertThat(placed.statusCode()).isEqualTo(201);
    assertThat(orders("Loom")).isEqualTo(1);
    assertThat(messages("ordered%3A%20Loom")).contains("\"total\":1");
    assertThat(shop.getBean(ChatLog.class).texts()).contains("I have ordered: Loom");
  }

  @Test
  void givenAnOrder_whenItsTransactionRollsBack_thenNeitherOrderNorMessageIsThere()
      throws Exception {
    HttpResponse<String> refused =
        post("/orders", FORM, "seller=" + ada.id() + "&product=+", login("ben", "battery staple"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).isEqualTo("That is not possible: product is missing");
    assertThat(orders(" ")).isZero();
    assertThat(shop.getBean(ChatLog.class).texts()).doesNotContain("I have ordered:  ");
  }

  @Test
  void givenTheShopsOwnPages_whenAsked_thenTheyAreAsTheyWere() throws Exception {
    assertThat(get("/", "").body()).isEqualTo("<h1>Shop</h1>");
    assertThat(get("/support/faq", "").body()).isEqualTo("<h1>Questions</h1>");
    assertThat(get("/", "").headers().firstValue("Content-Security-Policy")).isEmpty();
    JsonNode missing = new ObjectMapper().readTree(get("/support/none", "").body());
    assertThat(missing.path("status").asInt()).isEqualTo(404);
    assertThat(missing.path("path").asText()).isEqualTo("/support/none");
    assertThat(post("/login", FORM, "handle=ada&password=wrong", "").statusCode()).isEqualTo(401);
  }

  @Test
  void givenSomebodyWhoHasNotLoggedIn_whenHeAsksTheChat_thenItAnswersAsItsContractSays()
      throws Exception {
    HttpResponse<String> refused = get("/support/api/chat/unread", "");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("\"error\":\"Unauthorized: No token provided\"");
  }

  @Test
  void givenActuator_whenItsHealthIsAsked_thenTheChatIsAPartOfIt() throws Exception {
    JsonNode health = new ObjectMapper().readTree(get("/actuator/health", "").body());

    assertThat(health.path("components").path("chat").path("status").asText()).isEqualTo("UP");
  }

  @Test
  void givenAnAccount_whenItsLoginIsLookedAt_thenItsTokenHasTheUuidAndTheChatANumber()
      throws Exception {
    JsonNode login = login("ada", "correct horse", "id");
    String claims =
        new String(
            Base64.getUrlDecoder().decode(login("ada", "correct horse").split("\\.")[1]), UTF_8);

    assertThat(login.asText()).isEqualTo(ada.id().toString());
    assertThat(new ObjectMapper().readTree(claims).path("sub").asText())
        .isEqualTo(ada.id().toString());
    assertThat(number(ada)).isPositive().isNotEqualTo(number(ben));
  }

  @Test
  void givenAnAccountThatIsNotThere_whenSomebodyOrdersFromIt_thenItIsRefused() throws Exception {
    String seller = UUID.randomUUID().toString();

    HttpResponse<String> refused =
        post("/orders", FORM, "seller=" + seller + "&product=Hat", login("ben", "battery staple"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).isEqualTo("That is not possible: there is no such account");
    assertThat(orders("Hat")).isZero();
  }

  /** What the chat calls an account, as a front end asks. */
  private long number(Account account) throws Exception {
    String path = "/support/api/chat/users?keys=" + account.id();
    JsonNode found =
        new ObjectMapper().readTree(get(path, login("ben", "battery staple")).body()).path("data");
    assertThat(found).hasSize(1);
    return found.get(0).path("id").asLong();
  }

  private long orders(String product) {
    return shop.getBean(JdbcClient.class)
        .sql("SELECT count(*) FROM orders WHERE product = ?")
        .param(product)
        .query(Long.class)
        .single();
  }

  private String messages(String query) throws Exception {
    return get("/support/api/chat/search?q=" + query, login("ada", "correct horse")).body();
  }

  private String login(String handle, String password) throws Exception {
    return login(handle, password, "token").asText();
  }

  private JsonNode login(String handle, String password, String field) throws Exception {
    String form = "handle=" + handle + "&password=" + password.replace(" ", "+");
    return new ObjectMapper().readTree(post("/login", FORM, form, "").body()).path(field);
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
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static String address() {
    int port = ((WebServerApplicationContext) shop).getWebServer().getPort();
    return "http://127.0.0.1:" + port;
  }
}
