package io.parley.adapter.postgres;

import java.time.Instant;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The clock that dates everything: that of the database, of which there is one. */
final class DatabaseTime {
  /** In milliseconds, as on the wire. */
  static final Field<Instant> NOW =
      DSL.field("clock_timestamp()::timestamptz(3)", SQLDataType.INSTANT);

  private DatabaseTime() {}

  /** Now, unless the clock was set back and something has a later date already. */
  static Field<Instant> notBefore(Field<Instant> date) {
    return DSL.greatest(NOW, date);
  }

  /** Now, or a millisecond after that date if now is not later: so that two dates tell an order. */
  static Field<Instant> after(Field<Instant> date) {
    return DSL.greatest(
        NOW, DSL.field("{0} + interval '1 millisecond'", SQLDataType.INSTANT, date));
  }
}
