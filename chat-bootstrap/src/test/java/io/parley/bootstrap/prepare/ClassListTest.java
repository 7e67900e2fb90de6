package io.parley.bootstrap.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListTest {
  @TempDir private Path temporary;

  @Test
  void givenClassForNewerVersionsOnly_whenFiltered_thenItIsLeftOutWithWhatNamesIt()
      throws IOException {
    Path jar =
        jar(
            "a/Old.class",
            "META-INF/versions/11/a/Old.class",
            "META-INF/versions/11/a/New$1.class");
    Path noted = temporary.resolve("noted");
    Files.write(
        noted,
        List.of(
            "java/lang/Object id: 0",
            "a/Old id: 7",
            "a/New$1 id: 8",
            "a/New$11 id: 9",
            "@lambda-proxy a/New$1 run ()V"));

    ClassList.filter(noted, List.of(jar), temporary.resolve("kept"));

    assertThat(Files.readAllLines(temporary.resolve("kept")))
        .containsExactly("java/lang/Object id: 0", "a/Old id: 7", "a/New$11 id: 9");
  }

  private Path jar(String... names) throws IOException {
    Path jar = temporary.resolve("a.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        out.putNextEntry(new JarEntry(name));
      }
    }
    return jar;
  }
}
