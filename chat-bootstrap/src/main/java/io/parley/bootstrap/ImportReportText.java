package io.parley.bootstrap;

import io.parley.adapter.postgres.nodechat.ImportReason;
import io.parley.adapter.postgres.nodechat.ImportReport;
import io.parley.adapter.postgres.nodechat.ImportReport.Exceptions;
import io.parley.adapter.postgres.nodechat.ImportReport.Row;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.stream.Collectors;

/** Says what an import has brought. */
final class ImportReportText {
  private static final String COLUMNS = "%-14s %24s %24s %24s  %s%n";

  private final PrintWriter out;

  ImportReportText(PrintWriter out) {
    this.out = out;
  }

  void print(ImportReport report, Duration taken) {
    out.printf(COLUMNS, "", "source", "not taken as it was", "here", "");
    for (Row row : report.rows()) {
      out.printf(
          COLUMNS,
          row.what(),
          row.source(),
          row.refused(),
          row.here(),
          row.equal() ? "equal" : "DIFFERENT");
    }
    report.exceptions().forEach(this::print);
    if (!report.exceptions().isEmpty()) {
      out.println("All of these: SELECT * FROM chat.import_exceptions");
    }
    printNumber(
        report.readDifferently(),
        "messages count as read and are not in the source, or the other way round");
    printNumber(
        report.gone(), "messages of an earlier import are in the source no more; they stay");
    printNumber(report.withoutMessages(), "conversations have no message, and are not there yet");
    printNumber(
        report.merged(), "conversations have the users of another one, and are part of that");
    out.printf("Messages added: %d; this run took %d s%n", report.stored(), taken.toSeconds());
    out.println(
        report.isComplete()
            ? "All of the source is here"
            : "Not all of the source is here, or not as it was");
  }

  private void print(ImportReason reason, Exceptions exceptions) {
    String ids = exceptions.first().stream().map(String::valueOf).collect(Collectors.joining(", "));
    out.printf(
        "%d: a message that %s (%s%s)%n",
        exceptions.count(),
        reason.description(),
        ids,
        exceptions.count() > exceptions.first().size() ? ", ..." : "");
  }

  private void printNumber(long number, String what) {
    if (number != 0) {
      out.println(number + " " + what);
    }
  }
}
