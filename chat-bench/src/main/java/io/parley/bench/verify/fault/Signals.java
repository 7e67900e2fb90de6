package io.parley.bench.verify.fault;

import java.io.IOException;
import java.util.List;

/** Signals that Java itself cannot send. */
final class Signals {
  private Signals() {}

  /** Stops processes where they are. */
  static void pause(List<ProcessHandle> processes) throws IOException, InterruptedException {
    send("-STOP", processes);
  }

  /** Lets stopped processes go on. */
  static void resume(List<ProcessHandle> processes) throws IOException, InterruptedException {
    send("-CONT", processes);
  }

  /** As if somebody had typed an interrupt. */
  static void interrupt(ProcessHandle process) throws IOException, InterruptedException {
    send("-INT", List.of(process));
  }

  private static void send(String signal, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (ProcessHandle process : processes) {
      int unused =
          new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor(); // fails if the process is gone, which is as good
    }
  }
}
