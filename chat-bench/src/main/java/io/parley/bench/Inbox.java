package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import io.parley.bench.server.SeedData;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            + " count and the unread conversations, and a sync with nothing, or with fifty messages,"
            + " to tell. Fails if an answer is not what it should be.")
final class Inbox implements Callable<Integer> {
  private static final int PAGE = 20;
  private static final int MESSAGES = 50;
  private static final String SYNC = "/api/chat/sync?cursor=";
  private static final String SEND = "/api/chat/send";
  private static final Pattern CONVERSATION = Pattern.compile("\"conversation_id\":(\\d+)");
  private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

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

  /** Adds questions about fifty messages of the last conversation, which he then has read. */
  private void askForChanges(ReadRun run, Service target) throws IOException {
    String before;
    String after;
    try (RestConnection reader = target.restConnection(1);
        RestConnection sender = target.restConnection(conversations + 1L)) {
      before = cursor(reader);
      String sent = "";
      for (int i = 0; i < MESSAGES; i++) {
        sent =
            sender.post(SEND, "{\"receiverId\":1,\"content\":\"one of fifty\"}").body().toString();
      }
      reader.put("/api/chat/conversations/" + found(CONVERSATION, sent) + "/read");
      after = cursor(reader);
    }
    run.get("sync_nothing", SYNC + after, body -> body.contains("\"conversations\":[]"))
        .get("sync_fifty", SYNC + before, Pages.members("client_message_id", MESSAGES));
  }

  /** That of somebody who knows everything. */
  private static String cursor(RestConnection connection) throws IOException {
    String cursor = "";
    boolean more;
    do {
      String body = connection.get(SYNC + cursor).body().toString();
      cursor = found(NEXT, body);
      more = body.contains("\"hasMore\":true");
    } while (more);
    return cursor;
  }

  private static String found(Pattern pattern, String body) throws IOException {
    Matcher match = pattern.matcher(body);
    if (!match.find()) {
      throw new IOException("not in the answer: " + pattern + ": " + body);
    }
    return match.group(1);
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
    askForChanges(run, target);
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
