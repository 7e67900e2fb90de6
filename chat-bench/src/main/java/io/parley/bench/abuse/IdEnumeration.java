package io.parley.bench.abuse;

import io.parley.bench.report.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** Ids that are somebody else's against ids that do not exist: by answer, and by time. */
final class IdEnumeration implements Attack {
  private static final long MISSING = 4_000_000_000_000L;
  private static final long PAUSE_MILLIS = 5;

  /** What is another in each answer. */
  private static final Pattern OF_THE_REQUEST =
      Pattern.compile("(?im)^(date|x-request-id):.*$|\"requestId\":\"[^\"]*\"");

  @Override
  public String name() {
    return "id-enumeration";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline)
      throws IOException, InterruptedException {
    List<Double> foreign = new ArrayList<>();
    List<Double> missing = new ArrayList<>();
    try (HostileConnection connection = target.open()) {
      for (long number = 0; !deadline.hasPassed(); number++) {
        String who = target.authorization(number);
        String call =
            number % 2 == 0
                ? "GET /api/chat/conversations/%d/messages"
                : "DELETE /api/chat/messages/%d";
        long there = number % 2 == 0 ? target.prey().conversation() : target.prey().message();
        Answer ofForeign = timed(connection, tally, call.replace("%d", "" + there), who, foreign);
        Answer ofMissing =
            timed(connection, tally, call.replace("%d", "" + (MISSING + number)), who, missing);
        if (ofForeign.status() == ofMissing.status()
            && !comparable(ofForeign).equals(comparable(ofMissing))) {
          tally.granted("told apart: " + ofForeign.text() + " and " + ofMissing.text());
        }
        deadline.pause(PAUSE_MILLIS);
      }
    }
    tally.note("foreign_median_ms", median(foreign));
    tally.note("missing_median_ms", median(missing));
  }

  private static Answer timed(
      HostileConnection connection, Tally tally, String call, String who, List<Double> times)
      throws IOException {
    long began = System.nanoTime();
    Answer answer = connection.ask(call, who);
    double millis = (System.nanoTime() - began) / 1e6;
    tally.mustBeRefused(call, answer);
    if (answer.kind() == Tally.Kind.REFUSED) {
      times.add(millis);
    }
    return answer;
  }

  private static String comparable(Answer answer) {
    return OF_THE_REQUEST.matcher(answer.text()).replaceAll("");
  }

  private static double median(List<Double> millis) {
    double middle = Median.of(millis.stream().flatMapToDouble(DoubleStream::of));
    return Math.round(middle * 1_000) / 1_000.0;
  }
}
