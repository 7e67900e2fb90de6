package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import io.parley.bench.server.SeedData;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "mark-read",
    mixinStandardHelpOptions = true,
    description =
        "Marks everything in a conversation as read, with few and with many unread messages. Fails"
            + " if anything is unread afterwards.")
final class MarkRead implements Callable<Integer> {
  private static final long READER = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--unread",
      split = ",",
      defaultValue = "10,1000,10000",
      description = "Unread messages before each mark (${DEFAULT-VALUE}).")
  private List<Integer> unread = List.of();

  @Mixin private ReadOptions read = new ReadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    return service.runFilled(spec, 2, this::run);
  }

  private int run(Service target) throws Exception {
    int most = unread.stream().mapToInt(Integer::intValue).max().orElse(0);
    String content = "x".repeat(read.contentBytes());
    try (SeedData data = target.seedData();
        RestConnection connection = target.restConnection(READER)) {
      long conversation = data.conversation(1, READER, most, most, seq -> content);
      data.settle();
      String path = "/api/chat/conversations/" + conversation + "/read";
      ReadRun run = new ReadRun();
      for (int count : unread) {
        run.ask(
                "mark_" + count,
                marking -> marking.put(path),
                body -> body.contains("Messages marked as read"),
                () -> data.setUnread(conversation, READER, most, count))
            .get("count_after_" + count, "/api/chat/unread-count", Pages.number("unreadCount", 0));
      }
      ReadRun.Rounds rounds = read.ask(run, connection);
      Figures figures = new Figures().add("scenario", "mark-read");
      rounds.addTo(figures);
      return target.print(spec, figures, rounds.wrong() == 0);
    }
  }
}
