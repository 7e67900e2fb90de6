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
 * <p>All ids up to the last one given belong to transactions that have begun; once the oldest
 * running transaction is younger than all that had begun at some later time, they are settled. The
 * end of that span is asked for at the next look, so that a transaction that has taken its first id
 * has had the time to be counted as a writing one.
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

  /** Looks again; blocks for one or two statements. */
  synchronized Ids advance(DSLContext dsl) {
    if (phase != Phase.SETTLED) {
      Record2<Long, Long> running =
          dsl.select(snapshot("pg_snapshot_xmin"), snapshot("pg_snapshot_xmax")).fetchSingle();
      if (phase == Phase.GIVEN) {
        begunBefore = running.value2();
        phase = Phase.AWAITED;
      }
      if (running.value1() >= begunBefore) {
        settled = given;
        phase = Phase.SETTLED;
      }
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

  private static Field<Long> snapshot(String end) {
    return DSL.field(end + "(pg_current_snapshot())::text::bigint", SQLDataType.BIGINT);
  }

  private static Field<Long> lastValue(String sequence) {
    return DSL.field("coalesce(pg_sequence_last_value('" + sequence + "'), 0)", SQLDataType.BIGINT);
  }
}
