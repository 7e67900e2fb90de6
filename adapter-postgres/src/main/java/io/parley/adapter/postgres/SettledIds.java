package io.parley.adapter.postgres;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where the ids of messages and changes are settled: committed, or never to come. Ids are
 * given before a transaction commits, so a smaller one may appear after a larger one.
 *
 * <p>Who stores a row locks its table (ROW EXCLUSIVE) before the row's id is given, until its
 * commit is seen. So the ids given by some moment are settled once all who held such a lock at a
 * later moment have let go of it. Other transactions, however old, do not matter.
 */
final class SettledIds {
  private static final Logger LOG = LoggerFactory.getLogger(SettledIds.class);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Ids settled = Ids.NONE;
  private Ids given = Ids.NONE;

  /** The transactions that may still be storing ids up to {@link #given}. */
  private final Set<String> writers = new HashSet<>();

  private String server = "";
  private long warnAt;
  private boolean warned;

  /** Last ids of messages and changes; 0 stands for none. */
  record Ids(long message, long change) {
    static final Ids NONE = new Ids(0, 0);

    private boolean isBefore(Ids other) {
      return message < other.message || change < other.change;
    }
  }

  /** The last ids that a server has given since it was started. */
  private record Given(String server, Ids ids) {}

  /** Looks again; blocks for up to three statements. */
  synchronized Ids advance(DSLContext dsl) {
    Given last = lastGiven(dsl);
    if (!last.server().equals(server) || last.ids().isBefore(given)) {
      beginAnew(last.server());
    }
    if (!writers.isEmpty()) {
      writers.retainAll(writersNow(dsl));
    }
    if (writers.isEmpty()) {
      settled = given;
      warned = false;
      if (!last.ids().equals(given)) {
        awaitWriters(dsl, last.ids());
      }
    } else if (!warned && System.nanoTime() - warnAt >= 0) {
      warned = true;
      LOG.warn(
          "Transactions that write messages do not end: {} (pg_locks.virtualtransaction). Until they"
              + " do, searches look at all later messages themselves",
          writers);
    }
    return settled;
  }

  /** A server that was started anew may have been brought back to an older state. */
  private void beginAnew(String startedServer) {
    server = startedServer;
    settled = Ids.NONE;
    given = Ids.NONE;
    writers.clear();
  }

  private void awaitWriters(DSLContext dsl, Ids ids) {
    Set<String> now = writersNow(dsl); // if that fails, nothing was found out
    given = ids;
    writers.addAll(now);
    if (writers.isEmpty()) {
      settled = given;
    } else {
      warnAt = System.nanoTime() + PATIENCE.toNanos();
    }
  }

  private static Given lastGiven(DSLContext dsl) {
    return dsl.select(
            lastValue("messages_id_seq"),
            lastValue("message_changes_id_seq"),
            DSL.field("pg_postmaster_start_time()::text", SQLDataType.VARCHAR))
        .fetchSingle(row -> new Given(row.value3(), new Ids(row.value1(), row.value2())));
  }

  /**
   * Fails for those who may not look; pg_sequence_last_value would tell them that there is none.
   */
  private static Field<Long> lastValue(String sequence) {
    return DSL.field(
        "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM chat." + sequence + ")",
        SQLDataType.BIGINT);
  }

  private static Set<String> writersNow(DSLContext dsl) {
    return dsl.fetch(
            """
            SELECT DISTINCT virtualtransaction
            FROM pg_locks
            WHERE granted AND locktype = 'relation' AND mode = 'RowExclusiveLock'
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation IN ('chat.messages'::regclass, 'chat.message_changes'::regclass)
            """)
        .intoSet(0, String.class);
  }
}
