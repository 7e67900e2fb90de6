package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import io.parley.bench.server.SeedData;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description =
        "Pages of a long conversation and of a short one, one after the other: first, middle, last,"
            + " before and after a position. Fails if a page does not hold what it should.")
final class History implements Callable<Integer> {
  private static final int PAGE = 50;

  @Spec private CommandSpec spec;

  @Option(
      names = "--messages",
      defaultValue = "1000000",
      description = "Messages of the long conversation (${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--short-messages",
      defaultValue = "1000",
      description = "Messages of the short conversation (${DEFAULT-VALUE}).")
  private int shortMessages;

  @Mixin private ReadOptions read = new ReadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    return service.runFilled(spec, 3, this::run);
  }

  private int run(Service target) throws Exception {
    String content = "x".repeat(read.contentBytes());
    ReadRun run = new ReadRun();
    try (SeedData data = target.seedData()) {
      ask(run, "", data.conversation(1, 2, messages, 0, seq -> content), messages);
      ask(run, "short_", data.conversation(1, 3, shortMessages, 0, seq -> content), shortMessages);
      data.settle();
    }
    ReadRun.Rounds rounds;
    try (RestConnection connection = target.restConnection(1)) {
      rounds = read.ask(run, connection);
    }
    Figures figures =
        new Figures()
            .add("scenario", "history")
            .add("messages", messages)
            .add("short_messages", shortMessages);
    rounds.addTo(figures);
    return target.print(spec, figures, rounds.wrong() == 0);
  }

  private static void ask(ReadRun run, String prefix, long conversation, int total) {
    String path = "/api/chat/conversations/" + conversation + "/messages?limit=" + PAGE;
    int pages = (total + PAGE - 1) / PAGE;
    int middlePage = (pages + 1) / 2;
    long middle = (middlePage - 1L) * PAGE;
    run.get(prefix + "first", path + "&page=1", Pages.messages(1, Math.min(PAGE, total), total))
        .get(
            prefix + "middle",
            path + "&page=" + middlePage,
            Pages.messages(middle + 1, Math.min(middle + PAGE, total), total))
        .get(
            prefix + "last",
            path + "&page=" + pages,
            Pages.messages((pages - 1L) * PAGE + 1, total, total))
        .get(
            prefix + "before",
            path + "&before=" + (middle + PAGE + 1),
            Pages.messages(middle + 1, Math.min(middle + PAGE, total), total))
        .get(
            prefix + "after",
            path + "&after=" + middle,
            Pages.messages(middle + 1, Math.min(middle + PAGE, total), total));
  }
}
