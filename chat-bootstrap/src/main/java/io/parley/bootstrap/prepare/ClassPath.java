package io.parley.bootstrap.prepare;

import io.parley.bootstrap.config.StartupException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jars that this process runs from. */
record ClassPath(List<Path> entries) {
  /**
   * That of this process.
   *
   * @throws StartupException if there is more than jars: the JVM keeps no classes of directories
   */
  static ClassPath ofThisProcess() {
    List<Path> entries =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .toList();
    if (!entries.stream().allMatch(Files::isRegularFile)) {
      throw new StartupException("Only a packaged service can be prepared, not " + entries);
    }
    return new ClassPath(entries);
  }

  Path first() {
    return entries.get(0);
  }

  /** As an option of Java has it. */
  String joined() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** All jars, those included that a jar's manifest names. */
  List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path entry : entries) {
      jars.add(entry);
      try (JarFile jar = new JarFile(entry.toFile())) {
        named(jar.getManifest()).stream().map(entry::resolveSibling).forEach(jars::add);
      }
    }
    return jars;
  }

  private static List<String> named(@Nullable Manifest manifest) {
    String names =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return names == null ? List.of() : List.of(names.strip().split(" +", -1));
  }
}
