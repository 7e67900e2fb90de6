package io.parley.bench;

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
            + " in memory: who hears what, when each user has one socket on a node of chance and"
            + " writes to one other. Fails if an event reaches a node without one of its two users,"
            + " or misses one.")
final class ClusterSimulation implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--nodes", defaultValue = "100", description = "Nodes (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--sockets",
      defaultValue = "1000000",
      description = "Users, each with one socket (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      description = "Messages between pairs of chance (${DEFAULT-VALUE}).")
  private int messages;

  @Option(names = "--seed", defaultValue = "1", description = "Of chance (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    var cluster = new SimulatedCluster(nodes, sockets, seed);
    SimulatedCluster.Outcome outcome = cluster.send(messages);
    Figures figures =
        new Figures()
            .add("scenario", "simulate-cluster")
            .add("nodes", nodes)
            .add("sockets", sockets)
            .add("messages", messages)
            .add("most_nodes_of_a_message", outcome.mostNodes())
            .addTenths("nodes_per_message", (double) outcome.nodesReached() / messages)
            .addTenths("frames_received_per_message", (double) outcome.received() / messages)
            .addTenths("frames_published_per_message", (double) outcome.published() / messages)
            .add("bytes_per_frame", outcome.bytes() / Math.max(1, outcome.received()))
            .add("wrong_nodes", outcome.wrongNodes())
            .add("missed_nodes", outcome.missedNodes());
    PrintWriter out = spec.commandLine().getOut();
    out.print(figures.toTable());
    out.println(figures.toJson());
    out.flush();
    return outcome.wrongNodes() == 0 && outcome.missedNodes() == 0 ? 0 : 1;
  }
}
