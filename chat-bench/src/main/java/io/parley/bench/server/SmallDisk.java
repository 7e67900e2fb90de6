package io.parley.bench.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file system in a file, which can be filled without harm to anybody else. Takes Linux, root, and
 * the tools of e2fsprogs and util-linux.
 */
public final class SmallDisk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SmallDisk.class);
  private static final long COMMAND_SECONDS = 60;
  private static final String BALLAST = "ballast";

  private static final int BLOCK_BYTES = 4_096;

  /** What is written block by block, since others take some of it in the meantime. */
  private static final long MARGIN_BYTES = 64 << 20;

  private final Path image;
  private final Path directory;

  private SmallDisk(Path image, Path directory) {
    this.image = image;
    this.directory = directory;
  }

  /** Makes one; empty if this system, or this user, cannot. */
  static Optional<SmallDisk> mount(long bytes) throws IOException, InterruptedException {
    Path image = Files.createTempFile("chat-bench", ".disk");
    Path directory = Files.createTempDirectory("chat-bench");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes); // takes room as it is written
    }
    try {
      run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      run("mount", "-o", "loop", image.toString(), directory.toString());
      return Optional.of(new SmallDisk(image, directory));
    } catch (IOException e) {
      log.info("The database has no disk of its own: {}", e.getMessage());
      Files.delete(image);
      Files.delete(directory);
      return Optional.empty();
    }
  }

  /** Its root. */
  Path directory() {
    return directory;
  }

  /** Takes all room that is left. */
  public void fill() throws IOException, InterruptedException {
    long most = Files.getFileStore(directory).getUsableSpace() - MARGIN_BYTES;
    if (most > 0) {
      run("fallocate", "-l", String.valueOf(most), directory.resolve(BALLAST).toString());
    }
    try (OutputStream rest = Files.newOutputStream(directory.resolve(BALLAST + "-rest"))) {
      byte[] block = new byte[BLOCK_BYTES];
      while (true) {
        rest.write(block);
      }
    } catch (IOException full) {
      // that is what was wanted
    }
  }

  /** Gives the room back. */
  public void empty() throws IOException {
    try (var ballast = Files.newDirectoryStream(directory, BALLAST + "*")) {
      for (Path file : ballast) {
        Files.delete(file);
      }
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + ": " + output);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "--lazy", directory.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(directory);
    Files.delete(image);
  }
}
