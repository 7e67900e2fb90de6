package io.parley.bench;

import io.parley.bench.client.RestConnection;
import java.io.IOException;
import java.sql.SQLException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long questions are asked, of what, and how often that is measured with the same data. */
final class ReadOptions {
  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "How often to measure; figures are medians of the rounds (${DEFAULT-VALUE}).")
  private int rounds;

  int contentBytes() {
    return load.contentBytes();
  }

  ReadRun.Rounds ask(ReadRun run, RestConnection connection) throws IOException, SQLException {
    return run.run(connection, load.warmup(), load.measured(), Math.max(1, rounds));
  }
}
