package io.parley.bench;

import io.parley.bench.client.RestConnection;
import io.parley.bench.client.RestConnection.Response;
import io.parley.bench.report.Figures;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
      String name,
      Request request,
      Predicate<String> right,
      Preparation preparation,
      Histogram latency) {}

  /** Asks {@code GET path}, and wants a body that is right. */
  ReadRun get(String name, String path, Predicate<String> right) {
    return ask(name, connection -> connection.get(path), right, () -> {});
  }

  ReadRun ask(String name, Request request, Predicate<String> right, Preparation preparation) {
    Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    questions.add(new Question(name, request, right, preparation, latency));
    return this;
  }

  /**
   * What happened.
   *
   * @param latency nanoseconds from a question to its answer, by its name
   * @param firstWrong the first wrong answer; empty if there was none
   */
  record Outcome(Map<String, Histogram> latency, long wrong, String firstWrong) {
    void addTo(Figures figures) {
      latency.forEach(
          (name, histogram) ->
              figures
                  .add(name + "_count", histogram.getTotalCount())
                  .addMillis(name + "_p50_ms", histogram.getValueAtPercentile(50))
                  .addMillis(name + "_p99_ms", histogram.getValueAtPercentile(99)));
      figures.add("wrong", wrong).add("failure", firstWrong.replace('"', '\''));
    }
  }

  Outcome run(RestConnection connection, Duration warmup, Duration measured)
      throws IOException, SQLException {
    long from = System.nanoTime() + warmup.toNanos();
    long until = from + measured.toNanos();
    long wrong = 0;
    String firstWrong = "";
    do {
      for (Question question : questions) {
        question.preparation.run();
        long asked = System.nanoTime();
        Response response = question.request.send(connection);
        long answered = System.nanoTime();
        if (asked >= from) {
          question.latency.recordValue(answered - asked);
        }
        String body = response.body().toString();
        if (response.status() != 200 || !question.right.test(body)) {
          firstWrong = wrong++ == 0 ? question.name + ": " + head(body) : firstWrong;
        }
      }
    } while (System.nanoTime() < until);
    Map<String, Histogram> latency = new LinkedHashMap<>();
    questions.forEach(question -> latency.put(question.name, question.latency));
    return new Outcome(latency, wrong, firstWrong);
  }

  private static String head(String body) {
    return body.substring(0, Math.min(body.length(), 300));
  }
}
