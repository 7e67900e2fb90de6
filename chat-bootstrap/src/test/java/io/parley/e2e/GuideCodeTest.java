package io.parley.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The code that guides for front ends show is the code that tests run: what follows {@code <!--
 * from: FILE -->} is in that file, but for its indentation.
 */
class GuideCodeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SHOWN =
      Pattern.compile("<!-- from: (\\S+) -->\n```[a-z]*\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat-client/README.md",
        "docs/guides/plain-js.md",
        "docs/guides/react.md",
        "docs/guides/vue.md",
        "docs/guides/android-java.md"
      })
  void givenGuide_whenItShowsCode_thenTestsRunThatCode(String guide) throws Exception {
    List<MatchResult> shown =
        SHOWN.matcher(Files.readString(ROOT.resolve(guide))).results().toList();

    assertThat(shown).isNotEmpty();
    for (MatchResult code : shown) {
      String file = Files.readString(ROOT.resolve(code.group(1)));
      assertThat(lines(file)).as(code.group(1)).contains(lines(code.group(2)));
    }
  }

  @Test
  void givenCodeThatTestsDoNotRun_whenCompared_thenItIsFound() throws Exception {
    String file = Files.readString(ROOT.resolve("chat-client/sample/sample.ts"));

    assertThat(lines(file)).doesNotContain(lines("chat.close(1);"));
  }

  private static String lines(String code) {
    return code.lines().map(String::strip).collect(joining("\n", "\n", "\n"));
  }
}
