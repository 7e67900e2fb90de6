package io.parley.bench;

import io.parley.bench.SimulatedCluster.Outcome;
import io.parley.bench.report.Figures;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate-cluster",
    mixinStandardHelpOptions = true,
    description =
        "Nodes in one process, with the service's own code for subscribing and publishing, on a bus"
            + " in memory with a channel for each user: who hears what, and what the bus carries,"
            + " when users have their sockets on nodes of chance, write to one other, and come while"
            + " their partners are there. Fails if something reaches a node without a user whom it"
            + " concerns, or misses one.")
final class ClusterSimulation implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--nodes", defaultValue = "100", description = "Nodes (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--sockets",
      defaultValue = "1000000",
      description = "Sockets of all users (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--devices",
      defaultValue = "1",
      description = "Sockets of each user (${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      description = "Messages between pairs of chance (${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--arrivals",
      defaultValue = "1000",
      description = "Users who come (${DEFAULT-VALUE}).")
  private int arrivals;

  @Option(
      names = "--partners",
      defaultValue = "100",
      description = "Users who are told that one comes, all of them there (${DEFAULT-VALUE}).")
  private int partners;

  @Option(names = "--seed", defaultValue = "1", description = "Of chance (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    var cluster = new SimulatedCluster(nodes, sockets, devices, seed);
    Figures figures =
        new Figures()
            .add("scenario", "simulate-cluster")
            .add("nodes", nodes)
            .add("sockets", sockets)
            .add("devices", devices)
            .add("messages", messages);
    Outcome sent = cluster.send(messages);
    add(figures, "message", sent, messages);
    figures.add("arrivals", arrivals).add("partners", partners);
    Outcome come = cluster.come(arrivals, partners);
    add(figures, "arrival", come, arrivals);
    PrintWriter out = spec.commandLine().getOut();
    out.print(figures.toTable());
    out.println(figures.toJson());
    out.flush();
    return sent.isRight() && come.isRight() ? 0 : 1;
  }

  private static void add(Figures figures, String each, Outcome outcome, int times) {
    figures
        .add("most_nodes_of_a_" + each, outcome.mostNodes())
        .addTenths("nodes_per_" + each, (double) outcome.nodes() / times)
        .addTenths("frames_in_per_" + each, (double) outcome.framesIn() / times)
        .add("bytes_in_per_" + each, outcome.bytesIn() / times)
        .addTenths("frames_out_per_" + each, (double) outcome.framesOut() / times)
        .add("bytes_out_per_" + each, outcome.bytesOut() / times)
        .add("wrong_nodes_of_" + each + "s", outcome.wrongNodes())
        .add("missed_nodes_of_" + each + "s", outcome.missedNodes());
  }
}
