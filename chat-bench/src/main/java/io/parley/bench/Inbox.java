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
    name = "inbox",
    mixinStandardHelpOptions = true,
    description =
        "The inbox of a user with many conversations: its first, middle and last page, the unread"
            + " count and the unread conversations. Fails if an answer is not what it should be.")
final class Inbox implements Callable<Integer> {
  private static final int PAGE = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--conversations",
      defaultValue = "10000",
      description = "Conversations of the user (${DEFAULT-VALUE}).")
  private int conversations;

  @Option(
      names = "--unread",
      defaultValue = "100",
      description = "Of them with a message that he has not read (${DEFAULT-VALUE}).")
  private int unread;

  @Mixin private ReadOptions read = new ReadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    return service.runFilled(spec, conversations + 1, this::run);
  }

  private int run(Service target) throws Exception {
    try (SeedData data = target.seedData()) {
      data.inbox(conversations, unread);
      data.settle();
    }
    String list = "/api/chat/conversations?limit=" + PAGE + "&page=";
    int pages = (conversations + PAGE - 1) / PAGE;
    ReadRun run =
        new ReadRun()
            .get("first", list + 1, Pages.number("total", conversations))
            .get("middle", list + (pages + 1) / 2, Pages.number("total", conversations))
            .get("last", list + pages, Pages.number("total", conversations))
            .get("unread_count", "/api/chat/unread-count", Pages.number("unreadCount", unread))
            .get("unread", "/api/chat/unread", Pages.members("conversationId", unread));
    ReadRun.Rounds rounds;
    try (RestConnection connection = target.restConnection(1)) {
      rounds = read.ask(run, connection);
    }
    Figures figures =
        new Figures()
            .add("scenario", "inbox")
            .add("conversations", conversations)
            .add("unread", unread);
    rounds.addTo(figures);
    return target.print(spec, figures, rounds.wrong() == 0);
  }
}
