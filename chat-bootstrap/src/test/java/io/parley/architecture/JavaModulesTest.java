package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each library has a name as a Java module that stays, and a POM that says what it is. */
class JavaModulesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("<chat.module>([a-z.]+)</chat.module>");

  @Test
  void givenModules_whenTheyArePackaged_thenEachHasAJavaModuleOfItsOwn() {
    List<String> named = modules().map(module -> name(module).orElse(module)).toList();

    assertThat(named).doesNotHaveDuplicates().allMatch(name -> name.startsWith("io.parley."));
  }

  @Test
  void givenCore_whenNamed_thenTheNamesAreThoseOfThePackages() {
    Map<String, String> names =
        Stream.of("chat-domain", "chat-application", "adapter-memory", "adapter-postgres")
            .collect(Collectors.toMap(module -> module, module -> name(module).orElseThrow()));

    assertThat(names)
        .isEqualTo(
            Map.of(
                "chat-domain", "io.parley.domain",
                "chat-application", "io.parley.application",
                "adapter-memory", "io.parley.adapter.memory",
                "adapter-postgres", "io.parley.adapter.postgres"));
  }

  @Test
  void givenModules_whenTheirPomsAreRead_thenEachSaysWhatItIs() {
    assertThat(modules())
        .allSatisfy(module -> assertThat(pom(module)).contains("<name>").contains("<description>"));
    assertThat(Stream.of(pom("."), pom("chat-bom")))
        .allSatisfy(
            pom ->
                assertThat(pom)
                    .contains("<licenses>", "<url>", "<scm", "<developers>", "<organization>"));
  }

  /** Those with our parent; the bill of materials and some examples have none. */
  private static Stream<String> modules() {
    return Pattern.compile("<module>([^<]+)</module>")
        .matcher(pom("."))
        .results()
        .map(found -> found.group(1))
        .filter(module -> pom(module).contains("<artifactId>chat-parent</artifactId>"));
  }

  private static Optional<String> name(String module) {
    Matcher found = NAME.matcher(pom(module));
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static String pom(String module) {
    try {
      return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
