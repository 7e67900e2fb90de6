package shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.jwt.JwtTokenVerifier;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.domain.error.ChatException;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import io.parley.server.ServedChat;
import io.parley.server.Together;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** A shop with accounts, a login and pages of its own, and a chat below {@code /support}. */
public final class Shop implements AutoCloseable {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  private final PostgresStores stores;
  private final ServedChat chat;
  private final Javalin http;

  private Shop(PostgresStores stores, ServedChat chat, Javalin http) {
    this.stores = stores;
    this.chat = chat;
    this.http = http;
  }

  /**
   * Opens the shop.
   *
   * @param secret signs the tokens of its login, and is what the chat checks them with
   * @param port 0 for any free one
   */
  static Shop open(DataSource database, String secret, int port) throws SQLException {
    createTables(database);
    SchemaMigration.migrate(database);
    var key = new HmacSecret(secret.getBytes(UTF_8));
    var issuer = new JwtTokenIssuer(key, Clock.systemUTC());
    var tokens = JwtTokenVerifier.hmac(key, Clock.systemUTC());

    var together = new Together();
    PostgresStores stores = PostgresStores.open(database, together);
    ServedChat chat = ServedChat.on(stores, tokens).together(together).under("/support").open();

    var accounts = new Accounts(database);
    var orders = new Orders(database, chat.sendWithin(stores.transactions()));
    Javalin http =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.registerPlugin(chat.plugin());
              config.routes.get("/", ctx -> ctx.html("<h1>Shop</h1>"));
              config.routes.get("/support/faq", ctx -> ctx.html("<h1>Questions</h1>"));
              config.routes.post("/login", ctx -> login(ctx, accounts, issuer));
              config.routes.post("/orders", ctx -> order(ctx, orders, tokens));
              config.routes.error(404, ctx -> ctx.html("<h1>There is nothing here</h1>"));
              config.routes.exception(
                  IllegalArgumentException.class,
                  (e, ctx) -> ctx.status(422).result("That is not possible: " + e.getMessage()));
              config.routes.exception(
                  ChatException.class,
                  (e, ctx) -> ctx.status(422).result("That is not possible: " + e.detail()));
            });
    return new Shop(stores, chat, http.start("127.0.0.1", port));
  }

  private static void login(Context ctx, Accounts accounts, JwtTokenIssuer issuer)
      throws SQLException {
    Account account =
        accounts
            .find(form(ctx, "handle"), form(ctx, "password"))
            .orElseThrow(() -> new UnauthorizedResponse("Wrong handle or password"));
    String token = issuer.issue(new UserId(account.id()), TOKEN_LIFE);
    ctx.json(Map.of("id", account.id(), "token", token));
  }

  private static void order(Context ctx, Orders orders, TokenVerifier tokens) throws SQLException {
    String token = String.valueOf(ctx.header("Authorization")).replaceFirst("^Bearer ", "");
    long buyer = tokens.verify(token).user().value();
    orders.place(buyer, Long.parseLong(form(ctx, "seller")), form(ctx, "product"));
    ctx.status(201);
  }

  private static String form(Context ctx, String name) {
    String value = ctx.formParam(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static void createTables(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        InputStream script = Shop.class.getResourceAsStream("/shop.sql")) {
      statement.execute(new String(script.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return http.port();
  }

  /** Tells the sockets to come back, answers what runs, and stores what waits. */
  @Override
  public void close() {
    chat.close();
    http.stop();
    stores.close();
  }

  /** Takes {@code DATABASE_URL} (jdbc:postgresql://…), {@code SHOP_SECRET} and {@code PORT}. */
  public static void main(String[] arguments) throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(System.getenv("DATABASE_URL"));
    var pool = new HikariDataSource(config);
    Shop shop =
        open(
            pool,
            System.getenv("SHOP_SECRET"),
            Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  shop.close();
                  pool.close();
                }));
  }
}
