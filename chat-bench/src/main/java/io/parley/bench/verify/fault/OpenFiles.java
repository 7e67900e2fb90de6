package io.parley.bench.verify.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How many files and connections a process may have open; by prlimit(1) of util-linux. */
final class OpenFiles {
  private final long pid;
  private final String limit;

  private OpenFiles(long pid, String limit) {
    this.pid = pid;
    this.limit = limit;
  }

  static OpenFiles of(long pid) throws IOException, InterruptedException {
    return new OpenFiles(pid, prlimit(pid, "--nofile", "--output=SOFT", "--noheadings", "--raw"));
  }

  /** What is open stays open, and nothing can be opened. */
  void forbidMore() throws IOException, InterruptedException {
    String unused = prlimit(pid, "--nofile=1:");
  }

  /** As it was at first. */
  void allowAgain() throws IOException, InterruptedException {
    String unused = prlimit(pid, "--nofile=" + limit + ":");
  }

  private static String prlimit(long pid, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("prlimit", "--pid=" + pid));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("prlimit: " + output);
    }
    return output;
  }
}
