package io.parley.bench;

import io.parley.bench.client.RestConnection;
import io.parley.bench.client.RestConnection.Response;
import io.parley.bench.report.Figures;
import io.parley.bench.report.Median;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** Asks the service one question after the other, in turn, and checks each answer. */
final class ReadRun {
  private final List<Question> questions = new ArrayList<>();

  /** One request over a connection that is kept open. */
  interface Request {
    Response send(RestConnection connection) throws IOException;
  }

  /** What has to be done each time before a question is asked; it is not measured. */
  interface Preparation {
    void run() throws SQLException;
  }

  private record Question(
      String name, Request request, Predicate<String> right, Preparation preparation) {}

  /** Asks {@code GET path}, and wants a body that is right. */
  ReadRun get(String name, String path, Predicate<String> right) {
    return ask(name, connection -> connection.get(path), right, () -> {});
  }

  ReadRun ask(String name, Request request, Predicate<String> right, Preparation preparation) {
    questions.add(new Question(name, request, right, preparation));
    return this;
  }

  /**
   * Asks without measuring, and then in rounds of the same length.
   *
   * @param warmup before the first round
   * @param measured length of each round
   */
  Rounds run(RestConnection connection, Duration warmup, Duration measured, int rounds)
      throws IOException, SQLException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      outcomes.add(run(connection, round == 0 ? warmup : Duration.ZERO, measured));
    }
    return new Rounds(outcomes);
  }

  Outcome run(RestConnection connection, Duration warmup, Duration measured)
      throws IOException, SQLException {
    long from = System.nanoTime() + warmup.toNanos();
    long until = from + measured.toNanos();
    Map<String, Histogram> latency = new LinkedHashMap<>();
    questions.forEach(
        question -> latency.put(question.name, new Histogram(TimeUnit.MINUTES.toNanos(5), 3)));
    long wrong = 0;
    String firstWrong = "";
    do {
      for (Question question : questions) {
        question.preparation.run();
        long asked = System.nanoTime();
        Response response = question.request.send(connection);
        long answered = System.nanoTime();
        if (asked >= from) {
          Objects.requireNonNull(latency.get(question.name)).recordValue(answered - asked);
        }
        String body = response.body().toString();
        if (response.status() != 200 || !question.right.test(body)) {
          firstWrong = wrong++ == 0 ? question.name + ": " + head(body) : firstWrong;
        }
      }
    } while (System.nanoTime() < until);
    return new Outcome(latency, wrong, firstWrong);
  }

  private static String head(String body) {
    return body.substring(0, Math.min(body.length(), 300));
  }

  /**
   * What happened in a round.
   *
   * @param latency nanoseconds from a question to its answer, by its name
   * @param firstWrong the first wrong answer; empty if there was none
   */
  record Outcome(Map<String, Histogram> latency, long wrong, String firstWrong) {
    private Histogram latency(String name) {
      return Objects.requireNonNull(latency.get(name));
    }
  }

  /** What happened in all rounds: one at least, with the same questions in each. */
  record Rounds(List<Outcome> outcomes) {
    long wrong() {
      return outcomes.stream().mapToLong(Outcome::wrong).sum();
    }

    /**
     * Adds the median of each figure; and the range of the p99, if there is more than one round.
     */
    void addTo(Figures figures) {
      for (String name : outcomes.get(0).latency.keySet()) {
        figures
            .add(name + "_count", values(name, Histogram::getTotalCount).sum())
            .addMillis(name + "_p50_ms", median(name, 50))
            .addMillis(name + "_p99_ms", median(name, 99));
        if (outcomes.size() > 1) {
          figures
              .addMillis(name + "_p99_least_ms", percentiles(name, 99).min().orElseThrow())
              .addMillis(name + "_p99_most_ms", percentiles(name, 99).max().orElseThrow());
        }
      }
      String firstWrong =
          outcomes.stream()
              .map(Outcome::firstWrong)
              .filter(w -> !w.isEmpty())
              .findFirst()
              .orElse("");
      figures.add("wrong", wrong()).add("failure", firstWrong.replace('"', '\''));
    }

    private long median(String name, int percentile) {
      return (long) Median.of(percentiles(name, percentile).asDoubleStream());
    }

    private LongStream percentiles(String name, int percentile) {
      return values(name, latency -> latency.getValueAtPercentile(percentile));
    }

    private LongStream values(String name, ToLongFunction<Histogram> value) {
      return outcomes.stream().mapToLong(outcome -> value.applyAsLong(outcome.latency(name)));
    }
  }
}
