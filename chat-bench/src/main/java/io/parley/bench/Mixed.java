package io.parley.bench;

import io.parley.bench.ReferenceOptions.Reference;
import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.EventLoop;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "mixed",
    mixinStandardHelpOptions = true,
    description =
        "A chat as it is used: pairs of sockets send at a fixed rate, mark as read and type, and"
            + " one user after the other looks at his inbox over REST. In the end every kept count"
            + " is compared with the messages. Fails if anything is lost, doubled, out of order,"
            + " refused or miscounted.")
final class Mixed implements Callable<Integer> {
  private static final int READ_EVERY = 5;
  private static final long MEGABYTE = 1024 * 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pairs",
      defaultValue = "200",
      description = "Pairs of users (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--rate",
      defaultValue = "2000",
      description = "Messages a second of all senders together (${DEFAULT-VALUE}).")
  private int rate;

  @Mixin private LoadOptions load = new LoadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Mixin private ReferenceOptions references = new ReferenceOptions();

  @Override
  public Integer call() throws Exception {
    return service.run(2 * pairs, this::run);
  }

  private int run(Service target) throws Exception {
    Reference reference = references.databaseAndEcho(target, pairs, 1, load.contentBytes());
    try (var loop = new EventLoop()) {
      var run =
          new SocketSendRun(
              loop,
              user -> target.socketAddress(),
              target.tokens(),
              pairs,
              new SocketSendRun.Load(1, rate, READ_EVERY),
              load.contentBytes());
      CompletableFuture<ReadRun.Rounds> inboxes =
          CompletableFuture.supplyAsync(() -> lookAtInboxes(target));
      var heap = new HeapAndCost(target);
      SocketSendRun.Outcome sent =
          run.run(load.warmup(), load.measured(), SocketSendRun.DRAIN_LIMIT, heap);
      ReadRun.Rounds read = inboxes.join();
      boolean countsAreRight = target.countsAreRight();
      Figures figures =
          new Figures()
              .add("scenario", "mixed")
              .add("pairs", pairs)
              .add("rate", rate)
              .add("seconds", load.measured().toSeconds())
              .add("delivered_per_second", Math.round(sent.measured() * 1e9 / sent.nanos()))
              .addMillis("p50_ms", sent.latency().getValueAtPercentile(50))
              .addMillis("p99_ms", sent.latency().getValueAtPercentile(99))
              .addMillis("p99_of_first_tenth_ms", p99(sent.tenths().get(0)))
              .addMillis("p99_of_last_tenth_ms", p99(sent.tenths().get(9)))
              .addTenths("live_heap_before_mb", (double) heap.before / MEGABYTE)
              .addTenths("live_heap_after_mb", (double) heap.after / MEGABYTE)
              .add("sent", sent.sent())
              .add("reads", sent.reads())
              .add("lost", sent.lost())
              .add("duplicated", sent.duplicated())
              .add("out_of_order", sent.outOfOrder())
              .add("refused", sent.refused())
              .add("resyncs", sent.resyncs())
              .add("send_failure", sent.failure().replace('"', '\''))
              .add("counts_are_right", String.valueOf(countsAreRight));
      read.addTo(figures);
      target.cost().addTo(figures, sent.measured());
      reference.addTo(figures, sent.measured() * 1e9 / sent.nanos());
      return target.print(
          spec, figures, sent.isClean() && read.wrong() == 0 && countsAreRight && sent.reads() > 0);
    }
  }

  /** As long as messages are sent; each pair has one conversation. */
  private ReadRun.Rounds lookAtInboxes(Service target) {
    long receiver = 2;
    ReadRun run =
        new ReadRun()
            .get("inbox", "/api/chat/conversations", body -> body.contains("\"total\":"))
            .get("unread_count", "/api/chat/unread-count", body -> body.contains("unreadCount"))
            .get("unread", "/api/chat/unread", body -> body.contains("\"success\":true"));
    try (RestConnection connection = target.restConnection(receiver)) {
      return run.run(connection, load.warmup(), load.measured(), 1);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Collects garbage just before, and at the end of, what is measured. */
  private static final class HeapAndCost implements Stretch {
    private final Service target;
    private long before;
    private long after;

    HeapAndCost(Service target) {
      this.target = target;
    }

    @Override
    public void begin() {
      before = liveHeap();
      target.cost().begin();
    }

    @Override
    public void end() {
      target.cost().end();
      after = liveHeap();
    }

    private long liveHeap() {
      try {
        return target.liveHeap();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      }
    }
  }

  private static long p99(Histogram histogram) {
    return histogram.getValueAtPercentile(99);
  }
}
