package io.parley.bench;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long messages are sent, and what they carry. */
final class LoadOptions {
  @Option(names = "--seconds", defaultValue = "20", description = "Measured (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "60",
      description =
          "Seconds before that, in which the service's JVM compiles its code (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--bytes",
      defaultValue = "200",
      description = "Length of a message's content (${DEFAULT-VALUE}).")
  private int contentBytes;

  Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  Duration warmup() {
    return Duration.ofSeconds(warmup);
  }

  int contentBytes() {
    return contentBytes;
  }
}
