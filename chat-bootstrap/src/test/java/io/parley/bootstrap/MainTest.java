package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenVerifier;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.data.SecretFile;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    assertThat(out.toString()).contains("serve", "token", "migrate", "recount");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "token --user=0",
        "token --user=x",
        "token --user=1 --expires=soon",
        "token --user=1 --expires=0h",
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
