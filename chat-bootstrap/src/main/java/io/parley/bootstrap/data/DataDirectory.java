package io.parley.bootstrap.data;

import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory of a service, held by one process at a time. The operating system takes the
 * lock back when the process dies, however it dies.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final String LOCK_FILE = "service.lock";

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the directory if need be, readable by its owner only, and takes the lock.
   *
   * @throws StartupException if another process has it, or it cannot be written
   */
  public static DataDirectory open(Path path) {
    try {
      PrivateFiles.createDirectory(path);
      return new DataDirectory(path.toRealPath(), lock(path));
    } catch (IOException e) {
      throw new StartupException(
          "The data directory "
              + path
              + " cannot be used ("
              + e
              + "): name another one with --data-dir",
          e);
    }
  }

  /**
   * A directory in a data directory for what may be shared by services, or missing: not locked, and
   * not made if that cannot be done.
   */
  public static Path inside(Path path, String name) {
    Path inside = path.resolve(name);
    try {
      PrivateFiles.createDirectory(path);
      PrivateFiles.createDirectory(inside);
    } catch (IOException e) {
      LOG.warn("The directory {} cannot be made: {}", inside, e.toString());
    }
    return inside;
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // refused below, as if another process had it
    }
    channel.close();
    throw new StartupException(
        "Another service runs on the data directory "
            + path
            + ": stop it, or name another directory with --data-dir");
  }

  /** A file or directory in this directory. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** The real path of the directory. */
  public Path path() {
    return path;
  }

  /** Lets another process have the directory. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
