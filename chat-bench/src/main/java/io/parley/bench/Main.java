package io.parley.bench;

import io.parley.bench.abuse.Abuse;
import io.parley.bench.verify.Verify;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the bench: one subcommand for each scenario. */
@Command(
    name = "chat-bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      SocketSend.class,
      RestSend.class,
      History.class,
      Inbox.class,
      MarkRead.class,
      Search.class,
      Mixed.class,
      Overload.class,
      Storm.class,
      Connections.class,
      Broadcast.class,
      SlowReaders.class,
      Abuse.class,
      ClusterSend.class,
      ClusterSimulation.class,
      Verify.class
    },
    description = "Load scenarios for a chat server.")
public final class Main {
  Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
