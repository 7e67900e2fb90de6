package io.parley.bootstrap.database;

import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL refuses to run as root. On Linux, root can run it in a user namespace of its own,
 * where the same account goes by the name of nobody; files keep their owner.
 */
final class RootAccount {
  private static final List<String> PREFIX = List.of("unshare", "--user", "--");

  private RootAccount() {}

  static boolean isCurrent() {
    try {
      Path self = Path.of("/proc/self");
      return Files.exists(self)
          ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
          : System.getProperty("user.name", "").equals("root");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * What to put in front of a command.
   *
   * @throws StartupException if the system gives root no user namespace, as in most containers
   */
  static List<String> unprivilegedPrefix() {
    if (!works()) {
      throw new StartupException(
          "PostgreSQL does not run as root, and this system allows no user namespace"
              + " (unshare --user) to run it in: start the service as another user, or name a"
              + " database with --database-url");
    }
    return PREFIX;
  }

  private static boolean works() {
    try {
      Process probe =
          new ProcessBuilder("unshare", "--user", "--", "true")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = probe.waitFor(10, TimeUnit.SECONDS);
      return ended && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
