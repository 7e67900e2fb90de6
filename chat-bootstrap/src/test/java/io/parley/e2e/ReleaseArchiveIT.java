package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The release as somebody unpacks it, with no sources beside it. */
@Timeout(300)
class ReleaseArchiveIT {
  private static final String SHARED = "-XX:SharedArchiveFile=";

  @TempDir private Path temporary;

  private Path home = Path.of("");
  private Path launcher = Path.of("");
  private Path elsewhere = Path.of("");

  @BeforeEach
  void unpack() throws Exception {
    Path release = Files.createDirectory(temporary.resolve("release"));
    Process tar =
        new ProcessBuilder(
                "tar", "-xzf", System.getProperty("chat.archive"), "-C", release.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    try (Stream<Path> unpacked = Files.list(release)) {
      home = unpacked.toList().get(0);
    }
    elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    launcher = Files.createSymbolicLink(elsewhere.resolve("parley"), home.resolve("chat"));
  }

  @Test
  void givenArchive_whenUnpacked_thenAllIsInOneDirectoryOfItsVersion() throws Exception {
    assertThat(home.getFileName().toString()).matches("chat-\\d+\\.\\d+\\.\\d+.*");
    assertThat(home.toFile().list())
        .containsExactlyInAnyOrder("chat", "chat.jar", "lib", "LICENSE", "README.md", "deploy");
    assertThat(home.resolve("deploy").resolve("systemd").resolve("chat.service")).exists();

    try (ChatProcess version = chat(Map.of(), "--version")) {
      assertThat(version.awaitExit(60)).isZero();
      assertThat(version.output()).hasSize(1);
      assertThat(version.log()).isEmpty();
    }
  }

  /** A flight recording as an example of what looks at each class that is loaded. */
  @Test
  void givenPreparedRelease_whenServed_thenItsClassesComeFromTheArchive() throws Exception {
    try (ChatProcess prepared = chat(Map.of(), "prepare")) {
      assertThat(prepared.awaitExit(200)).as(prepared::log).isZero();
    }
    Path classes = temporary.resolve("classes.log");
    String options =
        "-XX:StartFlightRecording=filename="
            + temporary.resolve("chat.jfr")
            + " -Xlog:class+load:file="
            + classes;

    try (ChatProcess chat = chat(Map.of("CHAT_JAVA_OPTIONS", options), "serve", "--demo")) {
      var address = chat.awaitReady();
      chat.awaitLine("Token of Amara Okafor");
      RestClient amara = new RestClient(address, chat.awaitLine("eyJ"));
      assertThat(amara.send(2, "from a release").status()).isEqualTo(201);

      chat.terminate();
      assertThat(chat.awaitExit(10)).as(chat::log).isZero();
    }
    assertThat(elsewhere.resolve("chat-data")).isDirectory();
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains("bootstrap.ChatServer source: shared objects file"));
    assertThat(options()).contains(SHARED);

    makeNewer(home.resolve("lib"));
    assertThat(options()).doesNotContain(SHARED);
  }

  /** As an upgrade in place does, whose jars may all have one time. */
  private static void makeNewer(Path lib) throws IOException {
    try (Stream<Path> jars = Files.list(lib)) {
      Files.setLastModifiedTime(jars.toList().get(0), FileTime.from(Instant.EPOCH));
    }
  }

  /** The options that the launcher gives to Java. */
  private String options() throws Exception {
    Map<String, String> printing = Map.of("CHAT_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags");
    try (ChatProcess chat = chat(printing, "--version")) {
      assertThat(chat.awaitExit(60)).as(chat::log).isZero();
      return String.join(" ", chat.output());
    }
  }

  private ChatProcess chat(Map<String, String> environment, String... arguments)
      throws IOException {
    Map<String, String> full = new HashMap<>(environment);
    full.put("JAVA_HOME", System.getProperty("java.home"));
    full.put("PORT", "0");
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return ChatProcess.run(temporary, elsewhere, full, command);
  }
}
