package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the pages of {@code docs/reference} as the code would have them. {@code
 * -Dchat.reference.write=true} writes them anew.
 */
class ReferenceTest {
  private static final Path PAGES = Path.of("..", "docs", "reference");
  private static final String COMMAND =
      "mvn -pl chat-bootstrap -am test -Dtest=ReferenceTest -Dchat.reference.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  static Stream<ReferencePage> pages() {
    return Stream.of(
        new ReferencePage("settings.md", SettingsReference.text()),
        new ReferencePage("command-line.md", CommandLineReference.text()),
        new ReferencePage("errors.md", ErrorsReference.text()),
        new ReferencePage("../dependencies.md", DependenciesReference.text()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void givenCode_whenItsReferenceIsMade_thenThePageIsThat(ReferencePage page) throws Exception {
    Path file = PAGES.resolve(page.file());
    if (Boolean.getBoolean("chat.reference.write")) {
      Files.createDirectories(PAGES);
      Files.writeString(file, page.text());
    }

    String present = Files.exists(file) ? Files.readString(file) : "";
    assertThat(present.equals(page.text()))
        .as("docs/reference/%s is stale, as the code was changed; write it anew: %s", page, COMMAND)
        .isTrue();
  }

  /** What a file of the reference is to hold. */
  record ReferencePage(String file, String text) {
    @Override
    public String toString() {
      return file;
    }
  }
}
