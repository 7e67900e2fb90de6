package io.parley.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The Socket.IO server for Node.js, with the same few lines of application as ours. */
public final class NodePeer {
  private static final String VERSION = "4.8.1";
  private static final String SCRIPT = "broadcast-peer.mjs";
  private static final String READY = "Peer is listening on ";
  private static final long INSTALL_SECONDS = 180;

  private final Path directory;
  private final String nodeVersion;

  private NodePeer(Path directory, String nodeVersion) {
    this.directory = directory;
    this.nodeVersion = nodeVersion;
  }

  /** Installs it with npm, unless that has been done before, beside the classes of the bench. */
  public static NodePeer install() throws Unavailable, IOException, InterruptedException {
    String nodeVersion = versionOf("node");
    versionOf("npm");
    Path directory = Files.createDirectories(beside().resolve("socket.io-" + VERSION));
    Path installed = directory.resolve("installed");
    if (!Files.exists(installed)) {
      installInto(directory);
      Files.createFile(installed);
    }
    return new NodePeer(directory, nodeVersion);
  }

  private static String versionOf(String program)
      throws Unavailable, IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program, "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (process.waitFor() != 0) {
        throw new Unavailable(program + " does not work");
      }
      return version;
    } catch (IOException e) {
      throw new Unavailable(program + " is not installed");
    }
  }

  private static Path beside() throws IOException {
    try {
      return Path.of(NodePeer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .resolveSibling("npm");
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void installInto(Path directory)
      throws Unavailable, IOException, InterruptedException {
    // Without it npm would install into a directory above that has one.
    Files.writeString(directory.resolve("package.json"), "{\"private\":true}\n");
    Path log = directory.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "socket.io@" + VERSION,
                "--no-save",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-progress",
                "--prefer-offline",
                "--fetch-retries=1",
                "--fetch-timeout=30000")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    npm.getOutputStream().close();
    if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new Unavailable("npm cannot install socket.io, see " + log);
    }
  }

  /** What it is and what it runs on. */
  public String description() {
    return "socket.io " + VERSION + " on Node.js " + nodeVersion;
  }

  /** Starts it on a free port, and returns when it is ready. */
  public ChildProcess start() throws IOException {
    Path script = directory.resolve(SCRIPT);
    try (InputStream source = NodePeer.class.getResourceAsStream(SCRIPT)) {
      Files.copy(
          Objects.requireNonNull(source, SCRIPT), script, StandardCopyOption.REPLACE_EXISTING);
    }
    ProcessBuilder builder = new ProcessBuilder(List.of("node", script.toString()));
    builder.environment().put("NODE_ENV", "production");
    return ChildProcess.start("node-peer", builder, READY);
  }

  /** Node.js or npm is missing, or npm has no network; the message says which. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
      super(message);
    }
  }
}
