package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private final TestDatabase database = TestDatabase.create();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path temporary;

  @BeforeEach
  void addUser() {
    assertThat(run("users", "add", "--username=ada", "--name=Ada")).isZero();
    out.getBuffer().setLength(0);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int run(String... args) {
    return Main.run(
        args,
        Map.of("DATABASE_URL", database.url()),
        Termination.onRequest(),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  @Test
  void givenUser_whenExported_thenOnlyTheLinesArePrinted() {
    assertThat(run("export", "--user=1")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "{\"type\":\"user\",\"id\":1,\"name\":\"Ada\",\"username\":\"ada\","
                + "\"profile_name\":null,\"profile_photo\":null}");
  }

  @Test
  void givenFile_whenExported_thenItIsReplacedAsAWhole() throws IOException {
    Path file = Files.writeString(temporary.resolve("ada.jsonl"), "from last year");

    assertThat(run("export", "--user=1", "--out=" + file)).isZero();

    assertThat(Files.readString(file)).startsWith("{\"type\":\"user\",\"id\":1,").endsWith("}\n");
    assertThat(files()).containsExactly("ada.jsonl");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void givenNobody_whenExported_thenItSaysSoAndTheFileStays() throws IOException {
    Path file = Files.writeString(temporary.resolve("ada.jsonl"), "from last year");

    assertThat(run("export", "--user=2", "--out=" + file)).isEqualTo(1);

    assertThat(err.toString()).contains("Nothing is stored of a user 2");
    assertThat(Files.readString(file)).isEqualTo("from last year");
    assertThat(files()).containsExactly("ada.jsonl");
  }

  @Test
  void givenDirectoryThatIsNotThere_whenExported_thenItSaysSo() {
    assertThat(run("export", "--user=1", "--out=" + temporary.resolve("no/where"))).isEqualTo(1);

    assertThat(err.toString()).contains("The export cannot be written");
  }

  private List<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> all = Files.list(temporary)) {
      all.forEach(path -> names.add(path.getFileName().toString()));
    }
    return names;
  }
}
