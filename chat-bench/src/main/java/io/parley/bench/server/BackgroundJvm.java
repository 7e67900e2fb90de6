package io.parley.bench.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM from the class path of the bench that gets the processors only when nobody else wants them,
 * where the system has {@code nice}: what it does by itself slows nothing down that is measured.
 */
public final class BackgroundJvm {
  private static final List<String> NICE = List.of("nice", "-n", "19");

  private BackgroundJvm() {}

  /**
   * Starts it; its input and output are the caller's, what it says of errors goes to the bench's.
   */
  public static Process start(Class<?> main) throws IOException {
    List<String> java = ChildProcess.java(List.of(), main.getName());
    List<String> nice = new ArrayList<>(NICE);
    nice.addAll(java);
    try {
      return new ProcessBuilder(nice).redirectError(Redirect.INHERIT).start();
    } catch (IOException noNice) {
      return new ProcessBuilder(java).redirectError(Redirect.INHERIT).start();
    }
  }
}
