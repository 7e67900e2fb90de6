package io.parley.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a running JVM, seen from outside: by jcmd, and by Linux' /proc. */
public final class JvmMemory {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB$");

  /** Between two collections, for what the first one has left to reference handlers. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final long pid;

  JvmMemory(long pid) {
    this.pid = pid;
  }

  /**
   * What it occupies at one moment.
   *
   * @param residentBytes physical memory of the process: heap, JVM, stacks and buffers
   * @param heap the objects that are alive
   */
  public record Snapshot(long residentBytes, ClassHistogram heap) {}

  /** Why nothing can be measured here, if so. */
  public static Optional<String> obstacle() {
    if (!Files.isReadable(status("self"))) {
      return Optional.of("resident memory is read from /proc/<pid>/status, which only Linux has");
    }
    if (!Files.isExecutable(JCMD)) {
      return Optional.of(JCMD + " is missing: run the bench with a JDK, a JRE has no jcmd");
    }
    return Optional.empty();
  }

  /** Collects all garbage, twice, and looks at what stays. Takes seconds. */
  public Snapshot snapshot() throws IOException, InterruptedException {
    jcmd("GC.run");
    Thread.sleep(PAUSE.toMillis());
    jcmd("GC.run");
    long resident = residentBytes();
    return new Snapshot(resident, histogram());
  }

  /** The objects that are alive; the service stands still meanwhile. */
  public ClassHistogram histogram() throws IOException, InterruptedException {
    return ClassHistogram.parse(jcmd("GC.class_histogram").stream());
  }

  /** Physical memory of the process at this moment. */
  public long residentBytes() throws IOException {
    Matcher line = RESIDENT.matcher(Files.readString(status(Long.toString(pid))));
    if (!line.find()) {
      throw new IOException("no VmRSS in " + status(Long.toString(pid)));
    }
    return Long.parseLong(line.group(1)) * 1024;
  }

  /** The same; 0 where the system does not tell. */
  public long residentBytesIfKnown() {
    try {
      return residentBytes();
    } catch (IOException e) {
      return 0;
    }
  }

  private List<String> jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(JCMD.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + command + " failed: " + output);
    }
    return output.lines().toList();
  }

  private static Path status(String process) {
    return Path.of("/proc", process, "status");
  }
}
