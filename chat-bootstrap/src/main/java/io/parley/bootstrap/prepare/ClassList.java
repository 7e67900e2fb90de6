package io.parley.bootstrap.prepare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The classes that a process has loaded, as the JVM notes them. */
final class ClassList {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)\\.class");
  private static final String CLASS = ".class";

  private ClassList() {}

  /**
   * Leaves out the classes that jars have for newer versions of Java only. Java 17 looks for them
   * among the others when it loads them from an archive while an agent or a flight recording is at
   * work, and crashes.
   */
  static void filter(Path noted, List<Path> jars, Path kept) throws IOException {
    Set<String> left = onlyForNewerVersions(jars);
    List<String> lines = Files.readAllLines(noted, StandardCharsets.UTF_8);
    lines.removeIf(line -> Arrays.stream(line.split(" ", -1)).anyMatch(left::contains));
    Files.write(kept, lines, StandardCharsets.UTF_8);
  }

  private static Set<String> onlyForNewerVersions(List<Path> jars) throws IOException {
    Set<String> versioned = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (Path path : jars) {
      try (JarFile jar = new JarFile(path.toFile())) {
        jar.stream().forEach(entry -> sort(entry.getName(), versioned, others));
      }
    }
    versioned.removeAll(others);
    return versioned;
  }

  private static void sort(String name, Set<String> versioned, Set<String> others) {
    Matcher matcher = VERSIONED.matcher(name);
    if (matcher.matches()) {
      versioned.add(matcher.group(1));
    } else if (name.endsWith(CLASS)) {
      others.add(name.substring(0, name.length() - CLASS.length()));
    }
  }
}
