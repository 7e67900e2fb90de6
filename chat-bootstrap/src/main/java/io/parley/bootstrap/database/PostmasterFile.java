package io.parley.bootstrap.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code postmaster.pid} says about the server of a data directory. The file stays behind when
 * a server is killed, and its process id may then belong to somebody else.
 */
record PostmasterFile(Path file, Path dataDirectory, long pid) {
  /**
   * Reads the file of a data directory.
   *
   * @return empty if there is none, or it holds no process id
   */
  static Optional<PostmasterFile> read(Path dataDirectory) throws IOException {
    Path file = dataDirectory.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).strip().matches("[1-9][0-9]{0,9}")) {
      return Optional.empty();
    }
    return Optional.of(
        new PostmasterFile(file, dataDirectory, Long.parseLong(lines.get(0).strip())));
  }

  /** The process with that id, whatever it is; empty if there is none. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  /** The server of this very data directory; empty if it does not run. */
  Optional<ProcessHandle> server() {
    return process().filter(this::isServer);
  }

  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean postgres =
        info.command()
            .map(command -> Path.of(command).getFileName())
            .filter(name -> name != null && name.toString().startsWith("postgres"))
            .isPresent();
    return postgres
        && info.arguments().stream()
            .flatMap(Stream::of)
            .anyMatch(argument -> argument.equals(dataDirectory.toString()));
  }
}
