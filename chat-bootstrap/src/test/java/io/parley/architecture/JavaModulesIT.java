package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jars of our modules, as they are packaged: Java finds them by their names. */
class JavaModulesIT {
  @Test
  void givenPackagedJars_whenJavaLooksForModules_thenTheyHaveTheirNames() throws IOException {
    List<String> names;
    try (Stream<Path> jars = Files.list(Path.of("target", "chat", "lib"))) {
      names =
          jars.filter(jar -> jar.getFileName().toString().matches("(chat|adapter)-.*\\.jar"))
              .flatMap(jar -> ModuleFinder.of(jar).findAll().stream())
              .map(module -> module.descriptor().name())
              .toList();
    }

    assertThat(names)
        .contains("io.parley.domain", "io.parley.application", "io.parley.adapter.memory")
        .doesNotContain("io.parley.unnamed")
        .allMatch(name -> name.startsWith("io.parley."));
  }
}
