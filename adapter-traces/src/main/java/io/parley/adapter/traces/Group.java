package io.parley.adapter.traces;

import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The spans of the messages that were committed together. For one thread. */
final class Group {
  private final Instant committedAt;
  private final List<Span> commits = new ArrayList<>();
  private final List<Span> deliveries = new ArrayList<>();

  Group(Instant committedAt) {
    this.committedAt = committedAt;
  }

  Instant committedAt() {
    return committedAt;
  }

  void add(Span commit, Span delivery) {
    commits.add(commit);
    deliveries.add(delivery);
  }

  /** All are delivered; the commits ended before, and only now it is known how many they were. */
  void end() {
    commits.forEach(
        commit -> {
          commit.setAttribute(Names.GROUP, commits.size());
          commit.end(committedAt);
        });
    deliveries.forEach(Span::end);
  }
}
