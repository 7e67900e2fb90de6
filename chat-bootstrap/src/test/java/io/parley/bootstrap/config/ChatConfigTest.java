package io.parley.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.jwt.RequiredClaims;
import io.parley.adapter.limits.Limit;
import io.parley.bootstrap.config.ClusterConfig.Kind;
import io.parley.bootstrap.config.DatabaseConfig.Embedded;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.user.UserKeyForm;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatConfigTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  void givenOnlyASecret_whenRead_thenTheRestHasItsDefaults() {
    ChatConfig config = ChatConfig.from(Map.of("JWT_SECRET", SECRET));

    assertThat(config)
        .isEqualTo(
            new ChatConfig(
                new HttpConfig(
                    3010,
                    List.of("http://localhost:3000"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    OptionalInt.empty()),
                new Embedded(),
                Optional.empty(),
                new ClusterConfig(Kind.NONE, Optional.empty()),
                Path.of("chat-data").toAbsolutePath(),
                new TokenConfig(
                    Optional.of(new Secret(SECRET)),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    RequiredClaims.NONE),
                new UsersConfig(UserKeyForm.NUMBER, UsersConfig.Source.VIEW, Optional.empty()),
                Optional.empty(),
                new LimitsConfig(
                    Map.of(
                        LimitedAction.SEND, new Limit(5_000, 50_000),
                        LimitedAction.TYPING, new Limit(100, 1_000),
                        LimitedAction.JOIN, new Limit(200, 2_000),
                        LimitedAction.SEARCH, new Limit(50, 500),
                        LimitedAction.CONTACT, new Limit(1, 30),
                        LimitedAction.CONNECT, new Limit(20, 200),
                        LimitedAction.OTHER, new Limit(5_000, 50_000)),
                    Map.of(),
                    Integer.MAX_VALUE,
                    20,
                    1_000),
                Optional.empty(),
                false,
                MetricsAccess.LOCAL,
                LogFormat.TEXT,
                new TelemetryConfig(Map.of()),
                false));
  }

  @ParameterizedTest
  @CsvSource({"text,TEXT", "Json,JSON", "json,JSON"})
  void givenLogFormat_whenRead_thenItIsThatOne(String text, LogFormat format) {
    ChatConfig config = ChatConfig.from(Map.of("JWT_SECRET", SECRET, "CHAT_LOG_FORMAT", text));

    assertThat(config.logFormat()).isEqualTo(format);
  }

  @Test
  void givenOtherLogFormat_whenRead_thenItIsAMistake() {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "CHAT_LOG_FORMAT", "xml");

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CHAT_LOG_FORMAT (--log-format) must be text or json, not 'xml'");
  }

  @Test
  void givenVariablesOfOpenTelemetry_whenRead_thenTheirValuesAreNotShown() {
    ChatConfig config =
        ChatConfig.from(
            Map.of("JWT_SECRET", SECRET, "OTEL_EXPORTER_OTLP_HEADERS", "authorization=hidden"));

    assertThat(config.telemetry().variables())
        .isEqualTo(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "authorization=hidden"));
    assertThat(config.toString()).contains("OTEL_EXPORTER_OTLP_HEADERS").doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource({"off,OFF", "Local,LOCAL", "PUBLIC,PUBLIC"})
  void givenWhoMayReadMetrics_whenRead_thenItIsSaid(String text, MetricsAccess access) {
    ChatConfig config = ChatConfig.from(Map.of("JWT_SECRET", SECRET, "CHAT_METRICS", text));

    assertThat(config.metrics()).isEqualTo(access);
  }

  @Test
  void givenSomebodyElseWhoMayReadMetrics_whenRead_thenItIsAMistake() {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "CHAT_METRICS", "friends");

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "CHAT_METRICS (--metrics) must be off, local or public, not 'friends'");
  }

  @Test
  void givenAdminTokenThatIsTooShort_whenRead_thenItIsAMistake() {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "CHAT_ADMIN_TOKEN", "too short");

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CHAT_ADMIN_TOKEN (--admin-token) must have at least 32 bytes, has 9")
        .hasMessageNotContaining("too short");
  }

  @Test
  void givenLimits_whenRead_thenTheyReplaceTheDefaults() {
    LimitsConfig limits =
        ChatConfig.from(
                Map.of(
                    "JWT_SECRET", SECRET,
                    "CHAT_LIMIT_SENDS", "20:100",
                    "CHAT_LIMIT_TYPING", "5",
                    "CHAT_LIMIT_SEARCHES", "off",
                    "CHAT_LIMIT_ADDRESS_CONNECTS", "10:20",
                    "CHAT_SOCKETS_PER_ADDRESS", "100",
                    "CHAT_SOCKETS_PER_USER", "3",
                    "CHAT_ROOMS_PER_SOCKET", "50"))
            .limits();

    assertThat(limits.perUser())
        .containsEntry(LimitedAction.SEND, new Limit(20, 100))
        .containsEntry(LimitedAction.TYPING, new Limit(5, 50))
        .doesNotContainKey(LimitedAction.SEARCH);
    assertThat(limits.perAddress()).isEqualTo(Map.of(LimitedAction.CONNECT, new Limit(10, 20)));
    assertThat(limits.socketsPerAddress()).isEqualTo(100);
    assertThat(limits.socketsPerUser()).isEqualTo(3);
    assertThat(limits.roomsPerSocket()).isEqualTo(50);
  }

  @Test
  void givenLimitsThatAreNone_whenRead_thenTheyAreMistakes() {
    Map<String, String> values =
        Map.of(
            "JWT_SECRET", SECRET,
            "CHAT_LIMIT_SENDS", "many",
            "CHAT_SOCKETS_PER_USER", "0",
            "CHAT_ROOMS_PER_SOCKET", "-1");

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "CHAT_LIMIT_SENDS (--limit-sends) must be like 20, 20:50 or off, not 'many'")
        .hasMessageContaining(
            "CHAT_SOCKETS_PER_USER (--sockets-per-user) must be a number from 1 to")
        .hasMessageContaining(
            "CHAT_ROOMS_PER_SOCKET (--rooms-per-socket) must be a number from 1 to");
  }

  @Test
  void givenDemo_whenRead_thenNoSecretIsNeeded() {
    ChatConfig config = ChatConfig.from(Map.of("CHAT_DEMO", "TRUE"));

    assertThat(config.demo()).isTrue();
    assertThat(config.tokens().secret()).isEmpty();
  }

  @Test
  void givenBlankVariables_whenRead_thenTheyCountAsNotSet() {
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET",
                SECRET,
                "PORT",
                "",
                "DATABASE_URL",
                " ",
                "FRONTEND_URL",
                "",
                "DB_HOST",
                "",
                "CHAT_DEMO",
                "",
                "REDIS_URL",
                ""));

    assertThat(config.http().port()).isEqualTo(3010);
    assertThat(config.database()).isEqualTo(new Embedded());
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, http://a.example",
    "https://A.Example/, https://a.example",
    "HTTPS://a.example:443, https://a.example",
    "http://a.example:80, http://a.example",
    "http://a.example:443, http://a.example:443",
    "http://IIIİ.example, ''",
    "http://localhost:5173, http://localhost:5173",
    "http://[::1]:3000, http://[::1]:3000",
    "http://a.example/path, ''",
    "http://user@a.example, ''",
    "http://a.example?x=1, ''",
    "http://a.example:99999, ''",
    "capacitor://localhost, capacitor://localhost",
    "file:///index.html, ''",
    "a.example, ''",
    "*, ''",
    "null, ''",
    "http://, ''",
  })
  void givenOrigin_whenRead_thenItIsNormalisedOrRefused(String text, String expected) {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "FRONTEND_URL", text);

    if (expected.isEmpty()) {
      assertThatThrownBy(() -> ChatConfig.from(values)).hasMessageContaining("FRONTEND_URL");
    } else {
      assertThat(ChatConfig.from(values).http().allowedOrigins()).containsExactly(expected);
    }
  }

  @Test
  void givenSeveralOrigins_whenRead_thenEachIsThereOnce() {
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET",
                SECRET,
                "FRONTEND_URL",
                " http://a.example , http://b.example,,http://A.example/"));

    assertThat(config.http().allowedOrigins())
        .containsExactly("http://a.example", "http://b.example");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://chat:pw@db.example/app, jdbc:postgresql://db.example:5432/app, chat, pw",
    "postgresql://chat:pw@db.example:6543/app, jdbc:postgresql://db.example:6543/app, chat, pw",
    "POSTGRES://chat@db/app, jdbc:postgresql://db:5432/app, chat, ",
    "postgres://a%40b:p%3A%2F%25+@db/my%20app, jdbc:postgresql://db:5432/my+app, a@b, p:/%+",
    "postgres://u:a:b@db/app, jdbc:postgresql://db:5432/app, u, a:b",
    "postgres://u:p@[::1]:5433/app, jdbc:postgresql://[::1]:5433/app, u, p",
    "'postgres://u:p@a:1,b/app', 'jdbc:postgresql://a:1,b:5432/app?targetServerType=primary', u, p",
    "'postgres://u:p@a,b/app?targetServerType=any',"
        + " 'jdbc:postgresql://a:5432,b:5432/app?targetServerType=any', u, p",
    "postgres://db/app?user=u&password=p%26q, jdbc:postgresql://db:5432/app, u, p&q",
    "postgres://u:p@db/app?sslmode=require&application_name=x%20y,"
        + " jdbc:postgresql://db:5432/app?sslmode=require&ApplicationName=x+y, u, p",
    "jdbc:postgresql://db:5432/app?user=u&password=p&ssl=true,"
        + " jdbc:postgresql://db:5432/app?ssl=true, u, p",
    "jdbc:postgresql://db/app?user=u, jdbc:postgresql://db:5432/app, u, ",
  })
  void givenDatabaseUrl_whenRead_thenAddressAndLoginAreApart(
      String url, String jdbcUrl, String user, String password) {
    ChatConfig config = ChatConfig.from(Map.of("JWT_SECRET", SECRET, "DATABASE_URL", url));

    assertThat(config.database())
        .isEqualTo(new External(jdbcUrl, user, Optional.ofNullable(password).map(Secret::new)));
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://replica/app, jdbc:postgresql://replica:5432/app, u, p",
    "postgres://r:q@replica/app, jdbc:postgresql://replica:5432/app, r, q",
    "'postgres://a,b/app', 'jdbc:postgresql://a:5432,b:5432/app?targetServerType=preferSecondary',"
        + " u, p",
  })
  void givenStandby_whenRead_thenItsLoginIsThatOfTheDatabaseUnlessItHasOne(
      String url, String jdbcUrl, String user, String password) {
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET", SECRET,
                "DATABASE_URL", "postgres://u:p@db/app",
                "CHAT_READ_DATABASE_URL", url));

    assertThat(config.standby())
        .contains(new External(jdbcUrl, user, Optional.of(new Secret(password))));
  }

  @Test
  void givenStandbyOfTheEmbeddedDatabase_whenRead_thenItIsRefused() {
    Map<String, String> values =
        Map.of("JWT_SECRET", SECRET, "CHAT_READ_DATABASE_URL", "postgres://u:p@replica/app");

    assertThatThrownBy(() -> ChatConfig.from(values))
        .hasMessageContaining("CHAT_READ_DATABASE_URL")
        .hasMessageContaining("DATABASE_URL, too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:hidden@db/app",
        "postgres:/db/app",
        "postgres://",
        "postgres:///app",
        "postgres://u:hidden@db",
        "postgres://u:hidden@db/",
        "postgres://u:hidden@db:0/app",
        "postgres://u:hidden@db:65536/app",
        "postgres://u:hidden@db:port/app",
        "postgres://u:hidden@d b/app",
        "postgres://u:hidden%zz@db/app",
        "postgres://u:hidden@db/app?sslmode=no-verify",
        "jdbc:postgresql:app",
        "postgres://:hidden@db/app",
        "postgres://db/app",
      })
  void givenUnfitDatabaseUrl_whenRead_thenItIsRefusedAndNotShown(String url) {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "DATABASE_URL", url);

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("DATABASE_URL (--database-url)")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void givenParts_whenRead_thenTheyNameTheDatabase() {
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET", SECRET,
                "DB_HOST", "::1",
                "DB_PORT", "6000",
                "DB_NAME", "chat app",
                "DB_USERNAME", "app",
                "DB_PASSWORD", " pass "));

    assertThat(config.database())
        .isEqualTo(
            new External(
                "jdbc:postgresql://[::1]:6000/chat+app", "app", Optional.of(new Secret(" pass "))));
  }

  @Test
  void givenUrlWithoutLogin_whenUserAndPasswordAreSet_thenTheyComplementIt() {
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET", SECRET,
                "DATABASE_URL", "jdbc:postgresql://db/app",
                "DB_USERNAME", "app",
                "DB_PASSWORD", "pass"));

    assertThat(config.database())
        .isEqualTo(
            new External("jdbc:postgresql://db:5432/app", "app", Optional.of(new Secret("pass"))));
  }

  @Test
  void givenPasswordAlone_whenRead_thenNoDatabaseOfItsOwnIsStarted() {
    assertThatThrownBy(() -> ChatConfig.from(Map.of("JWT_SECRET", SECRET, "DB_PASSWORD", "pass")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("DB_NAME")
        .hasMessageContaining("DB_USERNAME");
  }

  @Test
  void givenManyMistakes_whenRead_thenAllAreReportedAtOnce() {
    Map<String, String> values = new HashMap<>();
    values.put("PORT", "-1");
    values.put("DATABASE_URL", "nonsense");
    values.put("DB_HOST", "also");
    values.put("JWT_SECRET", "too short");
    values.put("FRONTEND_URL", "x");
    values.put("CHAT_DEMO", "perhaps");
    values.put("JWT_PUBLIC_KEY", "key.pem");
    values.put("JWT_JWKS_URL", "keys.example");
    values.put("REDIS_URL", "cache:6379/my-password");
    values.put("CHAT_CLUSTER", "many");
    values.put("CHAT_NODE_NAME", "no spaces");

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "PORT (--port) must be a number from 0 to 65535, not '-1'",
            "DATABASE_URL (--database-url) must look like",
            "exclude each other",
            "JWT_SECRET (--jwt-secret) must have at least 32 bytes, has 9",
            "FRONTEND_URL (--frontend-url)",
            "CHAT_DEMO (--demo) must be true or false, not 'perhaps'",
            "JWT_PUBLIC_KEY (--jwt-public-key) must name readable PEM files; 'key.pem' does not"
                + " exist",
            "JWT_JWKS_URL (--jwt-jwks-url) must be an http or https URL",
            "REDIS_URL (--redis-url) must be like redis://",
            "CHAT_NODE_NAME (--node-name) must be 1 to 32 letters",
            "CHAT_CLUSTER (--cluster) must be none, redis or postgres, not 'many'")
        .hasMessageNotContaining("too short")
        .hasMessageNotContaining("my-password");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', NONE",
    "redis://cache, '', REDIS",
    "rediss://user:word@cache:6380/2, '', REDIS",
    "'redis-sentinel://word@one:26379,two:26379#master', redis, REDIS",
    "'redis://one redis://two,redis://three', REDIS, REDIS",
    "redis://cache, none, NONE",
    "'', postgres, POSTGRES"
  })
  void givenCluster_whenRead_thenItsKindFollows(String url, String cluster, Kind kind) {
    Map<String, String> values =
        Map.of("JWT_SECRET", SECRET, "REDIS_URL", url, "CHAT_CLUSTER", cluster);

    assertThat(ChatConfig.from(values).cluster().kind()).isEqualTo(kind);
  }

  @Test
  void givenClusterOnRedisWithoutAUrl_whenRead_thenItIsRefused() {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "CHAT_CLUSTER", "redis");

    assertThatThrownBy(() -> ChatConfig.from(values)).hasMessageContaining("REDIS_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "3010 a", "1e3", "٣", "999999999999", "+1"})
  void givenUnfitPort_whenRead_thenItIsRefused(String port) {
    Map<String, String> values = Map.of("JWT_SECRET", SECRET, "PORT", port);

    assertThatThrownBy(() -> ChatConfig.from(values)).hasMessageContaining("PORT");
  }

  @Test
  void givenSecretOf32BytesButFewerCharacters_whenRead_thenItIsAccepted() {
    ChatConfig config = ChatConfig.from(Map.of("JWT_SECRET", "ğ".repeat(16)));

    assertThat(config.tokens().secret()).isPresent();
  }

  @Test
  void givenSecrets_whenPrinted_thenTheyAreHidden() {
    ChatConfig config =
        ChatConfig.from(
            Map.of("JWT_SECRET", SECRET, "DATABASE_URL", "postgres://u:dbpassword@db/app"));

    assertThat(config.toString()).doesNotContain(SECRET).doesNotContain("dbpassword");
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_TLS_CERT, CHAT_TLS_KEY (--tls-key) must be set as well",
    "CHAT_TLS_KEY, CHAT_TLS_CERT (--tls-cert) must be set as well"
  })
  void givenHalfOfTls_whenRead_thenTheOtherHalfIsAskedFor(String variable, String problem) {
    assertThatThrownBy(
            () -> ChatConfig.from(Map.of("JWT_SECRET", SECRET, variable, "/tls/file.pem")))
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.7, true",
    "10.0.0.7, 10.0.0.8, false",
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.7/8, 10.9.9.9, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.128/25, 192.168.1.255, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::1, ::1, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe80::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:10.0.0.7, 10.0.0.7, true"
  })
  void givenTrustedProxies_whenRead_thenTheirAddressesAreRecognised(
      String range, String address, boolean contained) throws Exception {
    ChatConfig config =
        ChatConfig.from(
            Map.of("JWT_SECRET", SECRET, "CHAT_TRUSTED_PROXIES", " 198.51.100.1 ," + range));

    assertThat(config.http().trustedProxies()).hasSize(2);
    assertThat(config.http().trustedProxies().get(1).contains(InetAddress.getByName(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost", "10.0.0", "10.0.0.256", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129",
        "1:2", ":::", "*", "10.0.0.0/8/8", "[::1]", "a.b.c.d", "fe80::1%eth0"
      })
  void givenOtherProxies_whenRead_thenRefused(String proxies) {
    assertThatThrownBy(
            () -> ChatConfig.from(Map.of("JWT_SECRET", SECRET, "CHAT_TRUSTED_PROXIES", proxies)))
        .hasMessageContaining("CHAT_TRUSTED_PROXIES (--trusted-proxies) must list addresses")
        .hasMessageContaining("'" + proxies + "' is neither");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "100000000"})
  void givenUnfitMaximumOfConnections_whenRead_thenRefused(String maximum) {
    assertThatThrownBy(
            () -> ChatConfig.from(Map.of("JWT_SECRET", SECRET, "CHAT_MAX_CONNECTIONS", maximum)))
        .hasMessageContaining("CHAT_MAX_CONNECTIONS (--max-connections) must be a number");
  }

  @Test
  void givenKeysAndClaims_whenRead_thenTheUsersAreThose() {
    ChatConfig config =
        ChatConfig.from(
            Map.of("JWT_SECRET", SECRET, "CHAT_USER_KEYS", "UUID", "CHAT_USERS", "claims"));

    assertThat(config.users())
        .isEqualTo(new UsersConfig(UserKeyForm.UUID, UsersConfig.Source.CLAIMS, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT_USER_KEYS | email | must be number, uuid or text, not",
        "CHAT_USERS     | ldap  | must be view, claims or http, not"
      })
  void givenOtherUsers_whenRead_thenItIsAMistake(String variable, String value, String rule) {
    assertThatThrownBy(() -> ChatConfig.from(Map.of("JWT_SECRET", SECRET, variable, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(variable, rule, value);
  }

  @Test
  void givenServiceOfTheHost_whenRead_thenItIsAskedForUsers() {
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET",
                SECRET,
                "CHAT_USERS",
                "http",
                "CHAT_USERS_URL",
                "https://app.example/users",
                "CHAT_USERS_TOKEN",
                "0123456789abcdef"));

    assertThat(config.users())
        .isEqualTo(
            new UsersConfig(
                UserKeyForm.NUMBER,
                UsersConfig.Source.HTTP,
                Optional.of(
                    new HostUsersConfig(
                        URI.create("https://app.example/users"), new Secret("0123456789abcdef")))));
    assertThat(config.toString()).doesNotContain("0123456789abcdef");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http |                        |                  | CHAT_USERS_URL (--users-url) must be set with",
        "http | https://app.example/   |                  | CHAT_USERS_TOKEN (--users-token) must be set with",
        "http | ftp://app.example/     | 0123456789abcdef | CHAT_USERS_URL (--users-url) must be an http",
        "http | https://a:b@c.example/ | 0123456789abcdef | CHAT_USERS_URL (--users-url) must be an http",
        "http | https://app.example/   | 0123456789abcde  | CHAT_USERS_TOKEN (--users-token) must have 16",
        "http | https://app.example/   | 01234567 9abcdef | CHAT_USERS_TOKEN (--users-token) must have 16",
        "view | https://app.example/   |                  | CHAT_USERS_URL (--users-url) is for",
        "view |                        | 0123456789abcdef | CHAT_USERS_TOKEN (--users-token) is for"
      })
  void givenServiceOfTheHostThatIsNotWhole_whenRead_thenItIsAMistake(
      String source, @Nullable String url, @Nullable String token, String rule) {
    Map<String, String> values = new HashMap<>(Map.of("JWT_SECRET", SECRET, "CHAT_USERS", source));
    if (url != null) {
      values.put("CHAT_USERS_URL", url);
    }
    if (token != null) {
      values.put("CHAT_USERS_TOKEN", token);
    }

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(rule)
        .hasMessageNotContaining("0123456789abcde");
  }

  @ParameterizedTest
  @CsvSource({"CHAT_USER_KEYS, text", "CHAT_USERS, claims"})
  void givenDemo_whenUsersAreTheHosts_thenItIsAMistake(String variable, String value) {
    assertThatThrownBy(() -> ChatConfig.from(Map.of("CHAT_DEMO", "true", variable, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CHAT_DEMO");
  }
}
