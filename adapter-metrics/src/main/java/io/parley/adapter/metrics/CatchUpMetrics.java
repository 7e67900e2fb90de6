package io.parley.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChangeFeed.Changes;

/** What clients read that were away. */
public final class CatchUpMetrics {
  static final String RESYNC = "chat.resync.required";
  static final String RESYNC_DESCRIPTION =
      "Clients, or conversations, that were told to read anew, by what could not go on";

  private final Counter joins;
  private final Counter missed;
  private final Counter syncs;
  private final Counter changes;
  private final Counter brokenJoins;
  private final Counter brokenSyncs;

  CatchUpMetrics(MeterRegistry registry) {
    joins = counter(registry, "chat.catch.up.joins", "Joins that asked for what was missed");
    missed =
        counter(registry, "chat.catch.up.messages", "Messages that joins have brought to clients");
    syncs = counter(registry, "chat.syncs", "Answers that told what changed since a cursor");
    changes =
        counter(registry, "chat.sync.changes", "Messages, deletes, restores and reads in them");
    brokenJoins = resync(registry, "join");
    brokenSyncs = resync(registry, "sync");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static Counter resync(MeterRegistry registry, String source) {
    return Counter.builder(RESYNC)
        .description(RESYNC_DESCRIPTION)
        .tag("source", source)
        .register(registry);
  }

  /** A join has brought what was missed. */
  public void joined(int messages) {
    joins.increment();
    missed.increment(messages);
  }

  /** More happened during a join than could wait for it. */
  public void joinOverrun() {
    brokenJoins.increment();
  }

  /** Counts what a feed tells. */
  public ChangeFeed measured(ChangeFeed feed) {
    return (user, cursor, limit) -> {
      try {
        Changes told = feed.since(user, cursor, limit);
        syncs.increment();
        changes.increment(
            told.messages().size()
                + told.deleted().size()
                + told.restored().size()
                + told.reads().size());
        return told;
      } catch (ChatException refused) {
        if (refused.code() == ErrorCode.RESYNC_REQUIRED) {
          brokenSyncs.increment();
        }
        throw refused;
      }
    };
  }
}
