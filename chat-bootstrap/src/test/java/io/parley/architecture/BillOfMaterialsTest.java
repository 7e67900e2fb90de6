package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A module that an application may depend on, and would have to look up the version of. */
class BillOfMaterialsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> NO_LIBRARIES = List.of("chat-bom", "chat-bench", "chat-web");

  @Test
  void givenModules_whenApplicationsImportTheBillOfMaterials_thenItNamesAllThatAreLibraries()
      throws IOException {
    List<String> libraries =
        found("<module>([^<]+)</module>", ROOT.resolve("pom.xml"))
            .filter(module -> !NO_LIBRARIES.contains(module) && !module.startsWith("examples/"))
            .toList();

    assertThat(found("<artifactId>([^<]+)</artifactId>", ROOT.resolve("chat-bom/pom.xml")))
        .containsAll(libraries);
    assertThat(libraries).contains("chat-domain");
  }

  private static Stream<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1));
  }
}
