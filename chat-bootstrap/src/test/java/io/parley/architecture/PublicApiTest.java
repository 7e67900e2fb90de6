package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others may depend on says what it is, and since when; what they may not says so. */
class PublicApiTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> SINCE = List.of("chat-domain", "chat-application");

  /** A public type of a file, and what stands before it. */
  private static final Pattern TYPE =
      Pattern.compile(
          "^public (?:\\w+ )*(?:class|interface|record|enum|@interface) \\w+", Pattern.MULTILINE);

  private static final Pattern DOCUMENTED =
      Pattern.compile("(/\\*\\*(?:(?!\\*/).)*\\*/)\\s*(?:@\\w+[^\\n]*\\n)*$", Pattern.DOTALL);

  private static final String INTERNAL = "Internal: may change without notice";

  @Test
  void givenLibraries_whenRead_thenEveryPublicTypeIsDocumented() {
    assertThat(sources().filter(file -> isPublic(file) && comment(file).isEmpty())).isEmpty();
  }

  @Test
  void givenTheCore_whenRead_thenEveryPublicTypeSaysSinceWhen() {
    assertThat(
            sources()
                .filter(file -> SINCE.contains(module(file)) && isPublic(file))
                .filter(file -> !isInternal(file) && !comment(file).contains("@since ")))
        .isEmpty();
  }

  @Test
  void givenInternalPackages_whenRead_thenTheyAreThoseOfTheDocument() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/embedding.md"));
    List<String> internal =
        sources()
            .filter(file -> file.endsWith("package-info.java") && text(file).contains(INTERNAL))
            .map(PublicApiTest::packageOf)
            .toList();

    assertThat(internal).contains("io.parley.application.cluster");
    assertThat(internal).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  private static Stream<Path> sources() {
    return Stream.of("chat-domain", "chat-application", "chat-testkit", "adapter-")
        .flatMap(PublicApiTest::modules)
        .flatMap(module -> walk(module.resolve("src/main/java")))
        .filter(file -> file.toString().endsWith(".java"));
  }

  private static Stream<Path> modules(String prefix) {
    try (Stream<Path> all = Files.list(ROOT)) {
      return all.filter(each -> each.getFileName().toString().startsWith(prefix)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> walk(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String module(Path file) {
    return ROOT.relativize(file).getName(0).toString();
  }

  private static boolean isPublic(Path file) {
    return TYPE.matcher(text(file)).find();
  }

  private static boolean isInternal(Path file) {
    Path described = file.resolveSibling("package-info.java");
    return Files.exists(described) && text(described).contains(INTERNAL);
  }

  /** The Javadoc of the public type; empty if there is none. */
  private static String comment(Path file) {
    String text = text(file);
    Matcher type = TYPE.matcher(text);
    Matcher comment = DOCUMENTED.matcher(type.find() ? text.substring(0, type.start()) : "");
    return comment.find() ? comment.group(1) : "";
  }

  private static String packageOf(Path file) {
    return text(file).replaceAll("(?s).*\\npackage ([\\w.]+);.*", "$1");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
