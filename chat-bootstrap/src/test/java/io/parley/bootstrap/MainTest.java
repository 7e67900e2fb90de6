package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenVerifier;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.data.SecretFile;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path temporary;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @EnumSource(Setting.class)
  void givenServeHelp_whenAsked_thenEachSettingIsThereAsFlagAndVariable(Setting setting) {
    int exitCode = run(Map.of(), "serve", "--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).contains(setting.flag() + "").contains("Variable: " + setting);
  }

  @Test
  void givenHelp_whenAsked_thenAllCommandsAreListed() {
    assertThat(run(Map.of(), "--help")).isZero();

    assertThat(out.toString())
        .contains("serve", "token", "migrate", "doctor", "users", "recount", "import", "export")
        .contains("prepare");
  }

  @Test
  void givenVersion_whenAsked_thenItIsTheProjectsOwn() {
    assertThat(run(Map.of(), "--version")).isZero();

    assertThat(out.toString()).matches("chat \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @Test
  void givenNoSecretAndNoDemo_whenServed_thenItRefusesAndSaysWhatToDo() {
    assertThat(run(Map.of(), "serve")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("JWT_SECRET (--jwt-secret)").contains("--demo");
  }

  @Test
  void givenVariableAndFlag_whenBothAreSet_thenTheFlagWins() {
    assertThat(run(Map.of("PORT", "1"), "serve", "--port", "one")).isEqualTo(2);

    assertThat(err.toString()).contains("PORT (--port) must be").contains("'one'");
  }

  @Test
  void givenDatabaseFlags_whenAUrlIsInTheEnvironment_thenTheFlagsWin() {
    Map<String, String> environment = Map.of("DATABASE_URL", "nonsense", "JWT_SECRET", "short");

    run(environment, "serve", "--db-host=h", "--db-name=n", "--db-username=u");

    assertThat(err.toString()).contains("JWT_SECRET").doesNotContain("DATABASE_URL");
  }

  @Test
  void givenUrlFlag_whenPartsAreInTheEnvironment_thenTheFlagWins() {
    Map<String, String> environment = Map.of("DB_HOST", "h", "DB_PORT", "x", "JWT_SECRET", "short");

    run(environment, "serve", "--database-url=postgres://u@db/app");

    assertThat(err.toString()).contains("JWT_SECRET").doesNotContain("DATABASE_URL", "DB_PORT");
  }

  @Test
  void givenSecret_whenTokenIsAskedFor_thenItIsAllThatIsPrinted() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    assertThat(run(Map.of("JWT_SECRET", SECRET), "token", "--user", "7", "--expires", "2h"))
        .isZero();

    Credential credential = verify(SECRET, out.toString().strip());
    assertThat(credential.user()).isEqualTo(new UserId(7));
    assertThat(credential.expiresAt().orElseThrow())
        .isBetween(before.plusSeconds(7200), before.plusSeconds(7320));
    assertThat(out.toString()).hasLineCount(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void givenHostWithUuids_whenTokenIsAskedFor_thenItsUserIsTheSubject() {
    Map<String, String> environment = Map.of("JWT_SECRET", SECRET, "CHAT_USER_KEYS", "uuid");
    String uuid = "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11";

    assertThat(run(environment, "token", "--user=" + uuid.toUpperCase(Locale.ROOT))).isZero();

    String claims = out.toString().split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"sub\":\"" + uuid + "\"")
        .doesNotContain("\"id\"");
    assertThat(run(environment, "token", "--user=7")).isEqualTo(2);
    assertThat(err.toString()).contains("'7' is no user id: a UUID");
  }

  @Test
  void givenDemoSecret_whenTokenIsAskedFor_thenItIsSignedWithThat() {
    String secret = SecretFile.demoJwtSecret(temporary).readOrGenerate().text();

    assertThat(run(Map.of("CHAT_DATA_DIR", temporary.toString()), "token", "--user=1")).isZero();

    assertThat(verify(secret, out.toString().strip()).user()).isEqualTo(new UserId(1));
  }

  @Test
  void givenNoSecretAtAll_whenTokenIsAskedFor_thenItSaysWhatToDo() {
    assertThat(run(Map.of("CHAT_DATA_DIR", temporary.toString()), "token", "--user=1"))
        .isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("JWT_SECRET", "--demo", temporary.toString());
  }

  @Test
  void givenOnlyPublicKeys_whenTokenIsAskedFor_thenItSaysThatTheyCannotSign() {
    Map<String, String> environment =
        Map.of(
            "CHAT_DATA_DIR",
            temporary.toString(),
            "JWT_PREVIOUS_SECRET",
            SECRET,
            "JWT_JWKS_URL",
            "https://login.example/keys");

    assertThat(run(environment, "token", "--user=1")).isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("JWT_PREVIOUS_SECRET, JWT_JWKS_URL can only check tokens")
        .doesNotContain(SECRET);
  }

  @Test
  void givenSecretInAFile_whenTokenIsAskedFor_thenItIsSignedWithThat() throws IOException {
    Path file = Files.writeString(temporary.resolve("secret"), SECRET + "\n");

    assertThat(run(Map.of("JWT_SECRET_FILE", file.toString()), "token", "--user=7")).isZero();

    assertThat(verify(SECRET, out.toString().strip()).user()).isEqualTo(new UserId(7));
  }

  @Test
  void givenRequiredClaims_whenTokenIsAskedFor_thenItHasThem() {
    Map<String, String> environment = Map.of("JWT_SECRET", SECRET, "JWT_ISSUER", "one, two");

    assertThat(run(environment, "token", "--user=7", "--jwt-audience=chat,other")).isZero();

    String claims = out.toString().split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"iss\":\"one\"", "\"aud\":[\"chat\"]");
  }

  @Test
  void givenFlag_whenAFileIsInTheEnvironment_thenTheFlagWins() {
    Map<String, String> environment = Map.of("JWT_SECRET_FILE", "/nowhere", "PORT", "x");

    run(environment, "serve", "--jwt-secret=" + SECRET);

    assertThat(err.toString()).contains("PORT").doesNotContain("JWT_SECRET");
  }

  @Test
  void givenDatabaseFlags_whenAFileWithAUrlIsInTheEnvironment_thenTheFlagsWin() {
    Map<String, String> environment = Map.of("DATABASE_URL_FILE", "/nowhere", "PORT", "x");

    run(environment, "serve", "--db-host=h", "--db-name=n", "--db-username=u");

    assertThat(err.toString()).contains("PORT").doesNotContain("DATABASE_URL");
  }

  @Test
  void givenServeHelp_whenAsked_thenSecretsMayBeInFiles() {
    run(Map.of(), "serve", "--help");

    String help = out.toString().replaceAll("\\s+", " ");
    for (Setting setting : Setting.values()) {
      String file = "Variable: " + setting + ", or " + setting + "_FILE for a file that holds it";
      assertThat(help.contains(file)).as(file).isEqualTo(setting.isSecret());
    }
  }

  @Test
  void givenNoSource_whenImported_thenItSaysWhatToDo() {
    assertThat(run(Map.of("DATABASE_URL", "postgres://u@nowhere/app"), "import")).isEqualTo(2);

    assertThat(err.toString()).contains("--from (CHAT_IMPORT_FROM) must name the database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--from=mysql://u:hidden@h/app",
        "--from=postgres://:hidden@h/app",
        "--from=postgres://u:hidden@h/app --attachment-base=/uploads",
        "--from=postgres://u:hidden@h/app --attachment-base=ftp://files"
      })
  void givenUnusableAddress_whenImported_thenItIsExplainedWithoutThePassword(String line) {
    List<String> args = new ArrayList<>(List.of("import"));
    args.addAll(List.of(line.split(" ", -1)));

    assertThat(run(Map.of("DATABASE_URL", "postgres://u@nowhere/app"), args.toArray(String[]::new)))
        .isEqualTo(2);

    assertThat(err.toString())
        .containsPattern("--(from|attachment-base) (must|names no user)")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "token --user=0",
        "token --user=x",
        "token --user=1 --expires=soon",
        "token --user=1 --expires=0h",
        "export",
        "export --user=x",
        "serve --nonsense",
        "nonsense",
        ""
      })
  void givenWrongUsage_whenRun_thenItIsExplained(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);

    assertThat(run(Map.of("JWT_SECRET", SECRET), args)).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .containsPattern("Usage: chat|Did you mean: chat|Possible solutions: --");
  }

  private static Credential verify(String secret, String token) {
    HmacSecret key = new HmacSecret(secret.getBytes(StandardCharsets.UTF_8));
    return JwtTokenVerifier.hmac(key, Clock.systemUTC()).verify(token);
  }

  private int run(Map<String, String> environment, String... args) {
    return Main.run(
        args,
        environment,
        Termination.onRequest(),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }
}
