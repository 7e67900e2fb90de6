package io.parley.adapter.postgres;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Up to where the ids of messages and changes are settled: committed, or never to come. Ids are
 * given before a transaction commits, so a smaller one may appear after a larger one.
 *
 * <p>All ids up to the last one given belong to transactions that have begun to write; once every
 * transaction that had begun by some later moment has ended, they are settled. That moment is the
 * next look, so that a transaction that has just taken its first id has had the time to become a
 * writing one.
 */
final class SettledIds {
  private Ids settled = new Ids(0, 0);
  private Ids given = settled;
  private long begunBefore;
  private Phase phase = Phase.SETTLED;

  private enum Phase {
    /** Nothing is waited for. */
    SETTLED,
    /** Ids were given; who may still be storing them is not known yet. */
    GIVEN,
    /** Ids are settled when nothing runs that began before {@link #begunBefore}. */
    AWAITED
  }

  /** Last ids of messages and changes; 0 stands for none. */
  record Ids(long message, long change) {}

  /** Looks again; blocks for up to three statements. */
  synchronized Ids advance(DSLContext dsl) {
    if (phase == Phase.GIVEN) {
      begunBefore = nextTransaction(dsl);
      phase = Phase.AWAITED;
    }
    if (phase == Phase.AWAITED && oldestRunning(dsl) >= begunBefore) {
      settled = given;
      phase = Phase.SETTLED;
    }
    if (phase == Phase.SETTLED) {
      given = lastGiven(dsl);
      phase = given.equals(settled) ? Phase.SETTLED : Phase.GIVEN;
    }
    return settled;
  }

  private static Ids lastGiven(DSLContext dsl) {
    Record2<Long, Long> last =
        dsl.select(lastValue("chat.messages_id_seq"), lastValue("chat.message_changes_id_seq"))
            .fetchSingle();
    return new Ids(last.value1(), last.value2());
  }

  /**
   * An id above those of all transactions that write; it takes one. The end of a snapshot would not
   * do: it is next to the last one that has <em>ended</em>, and younger ones may be running.
   */
  private static long nextTransaction(DSLContext dsl) {
    return dsl.select(number("pg_current_xact_id()")).fetchSingle().value1();
  }

  private static long oldestRunning(DSLContext dsl) {
    return dsl.select(number("pg_snapshot_xmin(pg_current_snapshot())")).fetchSingle().value1();
  }

  private static Field<Long> number(String xid) {
    return DSL.field(xid + "::text::bigint", SQLDataType.BIGINT);
  }

  private static Field<Long> lastValue(String sequence) {
    return DSL.field("coalesce(pg_sequence_last_value('" + sequence + "'), 0)", SQLDataType.BIGINT);
  }
}
