package io.parley.bench.verify.client;

import io.parley.bench.report.Figures;

/** What the clients have done so far. Belongs to their thread. */
public final class Counts {
  long acknowledged;
  long repeatedInDoubt;
  long repeatedOnPurpose;
  long conflicts;
  long refusedForNow;
  long connections;
  long joins;
  long syncs;
  long resyncs;
  long marks;
  long changes;
  long events;

  Counts() {}

  /** Messages that were acknowledged, each once. */
  public long acknowledged() {
    return acknowledged;
  }

  /** How often the server has said that something may be missing. */
  public long resyncs() {
    return resyncs;
  }

  /** Adds them all. */
  public void addTo(Figures figures) {
    figures
        .add("acknowledged", acknowledged)
        .add("repeated_in_doubt", repeatedInDoubt)
        .add("repeated_on_purpose", repeatedOnPurpose)
        .add("conflicting_repeats", conflicts)
        .add("refused_for_now", refusedForNow)
        .add("connections", connections)
        .add("joins_with_catch_up", joins)
        .add("syncs", syncs)
        .add("resyncs", resyncs)
        .add("read_marks", marks)
        .add("deletes_and_restores", changes)
        .add("events", events);
  }
}
