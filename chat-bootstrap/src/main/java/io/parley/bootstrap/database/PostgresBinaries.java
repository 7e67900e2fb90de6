package io.parley.bootstrap.database;

import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path. They are unpacked once for each version
 * and user, side by side, under a name that tells the archive's content.
 */
final class PostgresBinaries {
  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
  private static final int OWNER_EXECUTABLE = 0100;

  private final Path directory;

  private PostgresBinaries(Path directory) {
    this.directory = directory;
  }

  /** A program such as {@code initdb}. */
  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /**
   * Finds the unpacked programs, or unpacks them.
   *
   * @param parents where they may be; the first that can be written is taken
   * @throws StartupException if there are none for this machine, or none of the parents will do
   */
  static PostgresBinaries unpack(List<Path> parents) {
    String archive = archiveName();
    try {
      String name = "postgres-" + digest(archive);
      for (Path parent : parents) {
        if (isComplete(parent.resolve(name))) {
          return new PostgresBinaries(parent.resolve(name));
        }
      }
      return new PostgresBinaries(unpackInto(firstWritable(parents), name, archive));
    } catch (IOException e) {
      throw new StartupException("PostgreSQL cannot be unpacked: " + e, e);
    }
  }

  /** The user's cache first, then a directory that is there anyway. */
  static List<Path> defaultParents(Path dataDirectory) {
    String cacheHome = System.getenv("XDG_CACHE_HOME");
    String home = System.getProperty("user.home", "");
    if (cacheHome != null && !cacheHome.isBlank()) {
      return List.of(Path.of(cacheHome, "parley"), dataDirectory);
    }
    return home.isBlank() || home.equals("?") || home.equals("/")
        ? List.of(dataDirectory)
        : List.of(Path.of(home, ".cache", "parley"), dataDirectory);
  }

  private static boolean isComplete(Path directory) {
    return Files.isExecutable(directory.resolve("bin").resolve(executable("postgres")));
  }

  private static String executable(String name) {
    return archiveName().contains("-windows-") ? name + ".exe" : name;
  }

  private static Path firstWritable(List<Path> parents) throws IOException {
    IOException last = new IOException("no directory to unpack to");
    for (Path parent : parents) {
      try {
        Files.createDirectories(parent);
        if (Files.isWritable(parent)) {
          return parent;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static Path unpackInto(Path parent, String name, String archive) throws IOException {
    log.info("Unpacking PostgreSQL into {}", parent.resolve(name));
    Path fresh = Files.createTempDirectory(parent, name + ".");
    try (InputStream packed = open(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, fresh);
      }
    }
    return putInPlace(fresh, parent.resolve(name));
  }

  /** Two processes may unpack at the same time: the first one's result stays. */
  private static Path putInPlace(Path fresh, Path target) throws IOException {
    if (Files.exists(target) && !isComplete(target)) {
      deleteTree(target);
    }
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteTree(fresh);
      if (!isComplete(target)) {
        throw e;
      }
    }
    return target;
  }

  private static void extract(InputStream content, TarArchiveEntry entry, Path directory)
      throws IOException {
    Path target = directory.resolve(entry.getName()).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("archive entry outside of its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(parentOf(target));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    if (!entry.isFile()) {
      throw new IOException("archive entry of an unknown kind: " + entry.getName());
    }
    Files.copy(content, target);
    if ((entry.getMode() & OWNER_EXECUTABLE) != 0 && !target.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + target);
    }
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
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

  private static String digest(String archive) throws IOException {
    try (DigestInputStream content =
        new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
      content.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(content.getMessageDigest().digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream open(String archive) {
    InputStream content = PostgresBinaries.class.getResourceAsStream("/" + archive);
    if (content == null) {
      throw new StartupException(
          "This build holds no PostgreSQL for this machine ("
              + archive
              + "): name a database with --database-url");
    }
    return content;
  }

  private static String archiveName() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os;
    String machine =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch", "unknown");
        };
    return "postgres-" + system + "-" + machine + ".txz";
  }
}
