package io.parley.bootstrap.prepare;

import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An archive of the classes that the service loads, for {@code -XX:SharedArchiveFile}. The JVM maps
 * it instead of finding, reading and checking them one by one, if it was made by the same JVM of
 * the same jars; otherwise it goes without.
 */
public final class ClassArchive {
  private static final long DUMP_SECONDS = 300;
  private static final int LAST_LINES = 5;

  private final ClassPath classPath;
  private final String main;
  private final List<String> java;

  private ClassArchive(ClassPath classPath, String main, List<String> java) {
    this.classPath = classPath;
    this.main = main;
    this.java = java;
  }

  /**
   * For the application that this process runs, with its class path and options.
   *
   * @throws StartupException if it does not run from jars
   */
  public static ClassArchive of(Class<?> main) {
    return new ClassArchive(
        ClassPath.ofThisProcess(),
        main.getName(),
        JavaCommand.withOptionsOf(ManagementFactory.getRuntimeMXBean().getInputArguments()));
  }

  /** Where the launcher looks for it: beside the jar, one for each version of Java. */
  public Path defaultPlace() {
    return classPath
        .first()
        .resolveSibling("classes-" + System.getProperty("java.version") + ".jsa");
  }

  /**
   * Starts and stops the service once, and makes the archive. It is put in its place when it is
   * whole: the JVM does not survive half of one.
   *
   * @throws StartupException if the service does not start, or the archive cannot be written
   */
  public void make(Path archive) throws InterruptedException {
    try {
      Path work = Files.createTempDirectory("chat-prepare");
      Path fresh = // of this process: another may be at it as well
          archive.resolveSibling(
              archive.getFileName() + "." + ProcessHandle.current().pid() + ".new");
      try {
        note(work);
        ClassList.filter(work.resolve("noted"), classPath.jars(), work.resolve("kept"));
        dump(work, fresh);
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
        deleteTree(work);
      }
    } catch (IOException e) {
      throw new StartupException("The archive " + archive + " cannot be made: " + e, e);
    }
  }

  private void note(Path work) throws IOException, InterruptedException {
    new Rehearsal(work)
        .run(
            JavaCommand.of(
                java,
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + work.resolve("noted"),
                "-cp",
                classPath.joined(),
                main));
  }

  private void dump(Path work, Path archive) throws IOException, InterruptedException {
    Path output = work.resolve("dump");
    Path errors = work.resolve("dump-errors");
    List<String> command =
        JavaCommand.of(
            java,
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + work.resolve("kept"),
            "-XX:SharedArchiveFile=" + archive,
            "-cp",
            classPath.joined());
    Process process = JavaCommand.start(command, Map.of(), output, errors);
    try {
      if (!process.waitFor(DUMP_SECONDS, TimeUnit.SECONDS)
          || process.exitValue() != 0
          || !Files.exists(archive)) {
        throw new StartupException(
            "Java cannot write " + archive + ":\n" + lastLines(output) + lastLines(errors));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lastLines(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw new IOException("cannot delete " + root, e);
    }
  }
}
