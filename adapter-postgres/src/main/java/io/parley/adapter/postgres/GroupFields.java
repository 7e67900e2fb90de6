package io.parley.adapter.postgres;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.spi.LoggingEventBuilder;

/** Names the messages of a group in a line of the log: by whom, in what, for which requests. */
final class GroupFields {
  /** Of a large group the first ones: what has befallen them has befallen the others. */
  private static final int SHOWN = 10;

  private GroupFields() {}

  /** Adds what is known: {@code userId} for a group of one, {@code userIds} for others. */
  static LoggingEventBuilder of(List<PendingAppend> group, LoggingEventBuilder line) {
    String plural = group.size() == 1 ? "" : "s";
    LoggingEventBuilder named =
        with("requestId" + plural, line, group, append -> append.requestId().stream());
    named =
        with("userId" + plural, named, group, append -> Stream.of(append.draft().sender().value()));
    return with(
        "conversationId" + plural,
        named,
        group,
        append -> append.draft().conversation().stream().map(id -> id.value()));
  }

  private static LoggingEventBuilder with(
      String field,
      LoggingEventBuilder line,
      List<PendingAppend> group,
      Function<PendingAppend, Stream<?>> values) {
    String shown =
        group.stream()
            .flatMap(values)
            .map(String::valueOf)
            .distinct()
            .limit(SHOWN)
            .collect(Collectors.joining(","));
    return shown.isEmpty() ? line : line.addKeyValue(field, shown);
  }
}
