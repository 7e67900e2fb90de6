package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import io.parley.bench.server.SeedData;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description =
        "Searches a long conversation, and all of a user's, for words from rare to common, and for"
            + " two Chinese characters. Fails if a total is wrong.")
final class Search implements Callable<Integer> {
  private static final int OTHER_CONVERSATION = 10_000;

  /** In nearly every message. */
  private static final String LETTER = "a";

  private static final String PAIR = "ba";

  /** A word, and in every how many messages it occurs. */
  private enum Word {
    RARE("xylographs", 250_000),
    SOME("quixotic", 1_000),
    COMMON("vexing", 10),
    CHINESE("東京", 1_000);

    private final String text;
    private final int every;

    Word(String text, int every) {
      this.text = text;
      this.every = every;
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--messages",
      defaultValue = "1000000",
      description = "Messages of the conversation (${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--others",
      defaultValue = "1000000",
      description = "Messages of other users (${DEFAULT-VALUE}).")
  private int others;

  @Mixin private ReadOptions read = new ReadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  private final Words words = new Words();

  @Override
  public Integer call() throws Exception {
    return service.runFilled(spec, 3 + others / OTHER_CONVERSATION, this::run);
  }

  private int run(Service target) throws Exception {
    long conversation = fill(target);
    ReadRun run = new ReadRun();
    for (Word word : Word.values()) {
      ask(
          run,
          word.name().toLowerCase(Locale.ROOT),
          conversation,
          word.text,
          messages / word.every);
    }
    ask(run, "letter", conversation, LETTER, count(LETTER));
    ask(run, "pair", conversation, PAIR, count(PAIR));
    ReadRun.Rounds rounds;
    Duration indexing = target.awaitIdle();
    try (RestConnection connection = target.restConnection(1)) {
      rounds = read.ask(run, connection);
    }
    Figures figures =
        new Figures()
            .add("scenario", "search")
            .add("messages", messages)
            .add("others", others)
            .add("index_lag_s", indexing.toSeconds());
    rounds.addTo(figures);
    target.addStorage(figures);
    return target.print(spec, figures, rounds.wrong() == 0);
  }

  private static void ask(ReadRun run, String name, long conversation, String text, long total) {
    String query = "search?limit=20&page=1&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    run.get(
            name,
            "/api/chat/conversations/" + conversation + "/" + query,
            Pages.number("total", total))
        .get(name + "_everywhere", "/api/chat/" + query, Pages.number("total", total));
  }

  private long count(String part) {
    return IntStream.rangeClosed(1, messages).filter(seq -> text(seq).contains(part)).count();
  }

  private long fill(Service target) throws SQLException {
    try (SeedData data = target.seedData()) {
      long conversation = data.conversation(1, 2, messages, 0, this::text);
      for (int i = 0; i < others / OTHER_CONVERSATION; i++) {
        data.conversation(2, 3 + i, OTHER_CONVERSATION, 0, this::text);
      }
      data.settle();
      return conversation;
    }
  }

  private String text(int seq) {
    StringBuilder text = new StringBuilder(words.text(seq, read.contentBytes()));
    for (Word word : Word.values()) {
      if (seq % word.every == 0) {
        text.append(word.text).append(' ');
      }
    }
    return text.toString();
  }
}
