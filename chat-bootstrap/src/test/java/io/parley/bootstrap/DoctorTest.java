package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.TestDatabase;
import io.parley.testkit.fixture.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorTest {
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();

  DoctorTest(@TempDir Path directory) {
    environment.put("JWT_SECRET", "0123456789abcdef0123456789abcdef");
    environment.put("PORT", "0");
    environment.put("CHAT_DATA_DIR", directory.toString());
  }

  @Test
  void givenDatabaseWithoutSchema_whenLookedAt_thenAllIsWellAndNothingIsChanged() {
    TestDatabase database = TestDatabase.create();
    environment.put("DATABASE_URL", database.url());

    assertThat(doctor()).as(out.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("ok +Java ")
        .containsPattern("ok +Port ")
        .containsPattern("ok +Data directory ")
        .containsPattern("ok +Database +PostgreSQL \\d")
        .containsPattern("ok +Schema +none yet")
        .containsPattern("ok +Clock of the database ")
        .endsWith("All is well enough\n")
        .doesNotContain("FAIL");
    assertThat(doctor()).isZero();
    assertThat(out.toString()).containsPattern("ok +Schema +none yet");
  }

  @Test
  void givenDatabaseOfThisVersion_whenLookedAt_thenItsUsersAreMissed() {
    TestDatabase database = TestDatabase.create();
    environment.put("DATABASE_URL", database.url());
    assertThat(run("migrate")).isZero();

    assertThat(doctor()).isZero();

    assertThat(out.toString())
        .containsPattern("ok +Schema +up to date")
        .containsPattern("ok +Rights ")
        .containsPattern("warn +Users +there are none\n +-> .*chat users add");
    assertThat(run("users", "add", "--username=ada", "--name=Ada Lovelace")).isZero();
    assertThat(doctor()).isZero();
    assertThat(out.toString()).containsPattern("ok +Users +there are some");
  }

  @Test
  void givenRoleWithoutRights_whenLookedAt_thenItIsSaidWhatToRun() {
    TestDatabase database = TestDatabase.create();
    environment.put("DATABASE_URL", database.url());
    assertThat(run("migrate")).isZero();
    String role = "stranger_of_" + database.jdbcUrl().replaceFirst(".*/", "");
    database.run("CREATE ROLE " + role + " LOGIN PASSWORD 'only-for-this-test'");
    try {
      environment.put(
          "DATABASE_URL",
          database.url().replaceFirst("//[^@]*@", "//" + role + ":only-for-this-test@"));

      assertThat(doctor()).isEqualTo(1);

      assertThat(out.toString()).containsPattern("FAIL +Rights ").contains("grants.sql");
    } finally {
      database.run("DROP ROLE " + role);
    }
  }

  @Test
  void givenNothingThatAnswers_whenLookedAt_thenEachIsNamedWithWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Path file =
          Files.createTempFile(Path.of(environment.get("CHAT_DATA_DIR")), "no", "directory");
      environment.put("PORT", Integer.toString(taken.getLocalPort()));
      environment.put("CHAT_DATA_DIR", file.toString());
      environment.put("DATABASE_URL", "postgres://nobody:secret-word@127.0.0.1:1/none");
      environment.put("REDIS_URL", "redis://:secret-word@127.0.0.1:1");

      assertThat(doctor()).isEqualTo(1);
    }

    assertThat(out.toString())
        .containsPattern("FAIL +Port ")
        .containsPattern("FAIL +Data directory ")
        .containsPattern("FAIL +Database ")
        .containsPattern("FAIL +Redis ")
        .doesNotContain("secret-word");
  }

  @Test
  void givenRedis_whenLookedAt_thenItsVersionAndClockAreTold() {
    environment.put("DATABASE_URL", TestDatabase.create().url());
    try (RedisProcess redis = RedisProcess.start()) {
      environment.put("REDIS_URL", redis.url());

      assertThat(doctor()).as(out.toString()).isZero();
    }

    assertThat(out.toString())
        .containsPattern("ok +Redis +\\d+\\.\\d+\\.\\d+, standalone")
        .containsPattern("ok +Clock of Redis ");
  }

  @Test
  void givenMistakenSettings_whenLookedAt_thenTheyAreNamed() {
    environment.put("PORT", "none");

    assertThat(doctor()).isEqualTo(2);

    assertThat(out.toString()).contains("PORT (--port) must be");
  }

  @Test
  void givenUsers_whenListed_thenEachIsOnALineOfItsOwn() {
    TestDatabase database = TestDatabase.create();
    environment.put("DATABASE_URL", database.url());

    assertThat(run("users", "add", "--username", "ada", "--name", "Ada\nLovelace\u001b[1m"))
        .isZero();
    String id = out.toString().strip();
    assertThat(run("users", "list")).isZero();

    assertThat(out.toString()).isEqualTo(id + "\tada\tAda\\nLovelace\\u001b[1m\n");
    assertThat(run("users", "add", "--username", "ada", "--name", "Another")).isEqualTo(1);
    assertThat(out.toString()).contains("The user cannot be added").contains("ada");
  }

  @Test
  void givenHostsUsers_whenOneIsAdded_thenItIsLeftToTheHost() {
    TestDatabase database = TestDatabase.create();
    environment.put("DATABASE_URL", database.url());
    database.run("CREATE TABLE users (id integer PRIMARY KEY, name text, email text)");

    assertThat(run("users", "add", "--username", "ada", "--name", "Ada")).isEqualTo(1);

    assertThat(out.toString()).contains("host application");
  }

  private int doctor() {
    return run("doctor");
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    PrintWriter writer = new PrintWriter(out, true);
    return Main.run(arguments, environment, Termination.onRequest(), writer, writer);
  }
}
