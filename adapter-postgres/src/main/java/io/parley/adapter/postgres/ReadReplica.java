package io.parley.adapter.postgres;

import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standby of the database, which answers what users look at whenever it has replayed all that was
 * committed before they asked; so they never miss what they, or anybody, have seen on whatever
 * node. The primary answers everything else.
 *
 * <p>Whether it has is told by positions in the write-ahead log: the primary's is asked for first.
 * A standby that is behind is waited for a moment, one that fails or follows another primary is
 * left alone for a while. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html">positions in the
 *     write-ahead log</a>
 */
final class ReadReplica {
  private static final Logger log = LoggerFactory.getLogger(ReadReplica.class);

  /** How often a standby that is behind is looked at, and how long in between. */
  private static final int LOOKS = 4;

  private static final Duration LOOK_PAUSE = Duration.ofMillis(2);

  /** How long a standby that has failed is left alone. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** A standby may become a primary, or follow another one. */
  private static final Duration PROVEN = Duration.ofSeconds(5);

  private final Database primary;
  private final Database standby;
  private final LongSupplier nanoTime;

  /** When the standby is to be proven one again, by {@code nanoTime}; one reader does so. */
  private final AtomicLong proofDue;

  private final LongAdder answered = new LongAdder();
  private final LongAdder passedOn = new LongAdder();
  private volatile boolean usable;
  private volatile boolean complained;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  ReadReplica(Database primary, Database standby, LongSupplier nanoTime) {
    this.primary = primary;
    this.standby = standby;
    this.nanoTime = nanoTime;
    this.proofDue = new AtomicLong(nanoTime.getAsLong());
  }

  /** Reads from the standby if it has everything, else from the primary. */
  <T> T read(Supplier<T> fromStandby, Supplier<T> fromPrimary) {
    Optional<T> answer = isUsable() && hasAll() ? unlessAway(fromStandby) : Optional.<T>empty();
    (answer.isPresent() ? answered : passedOn).increment();
    return answer.orElseGet(fromPrimary);
  }

  StoreStatistics.Standby statistics() {
    return new StoreStatistics.Standby(usable, answered.sum(), passedOn.sum());
  }

  /** Asks the standby; empty if it does not answer. */
  private <T> Optional<T> unlessAway(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (StoreUnavailableException e) {
      rest("does not answer (" + reason(e) + ")");
      return Optional.empty();
    }
  }

  private static @Nullable String reason(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return root.getMessage();
  }

  private boolean isUsable() {
    long now = nanoTime.getAsLong();
    long due = proofDue.get();
    if (now - due >= 0 && proofDue.compareAndSet(due, now + PROVEN.toNanos())) {
      prove();
    }
    return usable;
  }

  private void prove() {
    // The standby first: the primary only moves on meanwhile.
    Optional<Standing> followed =
        unlessAway(() -> standby.read(dsl -> Standing.of(dsl, Standing.OF_STANDBY)));
    if (followed.isEmpty()) {
      return;
    }
    Standing of = followed.get();
    Standing is = primary.read(dsl -> Standing.of(dsl, Standing.OF_PRIMARY));
    if (of.position() == null || is.position() == null || of.system() != is.system()) {
      rest("is not a standby of the primary");
    } else if (isBehind(is.position(), of.position())) {
      rest("is ahead of the primary: it followed another one");
    } else {
      if (!usable) {
        log.info("The read replica answers what users look at");
      }
      usable = true;
      complained = false;
    }
  }

  /**
   * Which server it is, and how far.
   *
   * @param position null if it is not what it was asked as
   */
  private record Standing(long system, @Nullable String position) {
    private static final String OF_STANDBY =
        "SELECT system_identifier, CASE WHEN pg_is_in_recovery() THEN"
            + " pg_last_wal_replay_lsn()::text END FROM pg_control_system()";
    private static final String OF_PRIMARY =
        "SELECT system_identifier, CASE WHEN NOT pg_is_in_recovery() THEN"
            + " pg_current_wal_flush_lsn()::text END FROM pg_control_system()";

    static Standing of(DSLContext dsl, String question) {
      var row = dsl.fetchSingle(question);
      return new Standing(row.get(0, Long.class), row.get(1, String.class));
    }
  }

  private boolean isBehind(String one, String other) {
    return primary.read(
        dsl -> dsl.fetchSingle("SELECT ?::pg_lsn < ?::pg_lsn", one, other).get(0, Boolean.class));
  }

  private boolean hasAll() {
    String committed =
        primary.read(
            dsl -> dsl.fetchSingle("SELECT pg_current_wal_flush_lsn()::text").get(0, String.class));
    for (int look = 0; look < LOOKS && usable; look++) {
      if (look > 0) {
        LockSupport.parkNanos(LOOK_PAUSE.toNanos());
      }
      if (unlessAway(() -> hasReplayed(committed)).orElse(false)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasReplayed(String position) {
    return standby.read(
        dsl ->
            Boolean.TRUE.equals(
                dsl.fetchSingle("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", position)
                    .get(0, Boolean.class)));
  }

  private void rest(String why) {
    usable = false;
    proofDue.set(nanoTime.getAsLong() + REST.toNanos());
    if (!complained) {
      complained = true;
      log.warn("The read replica {}; the primary answers everything until that changes", why);
    }
  }
}
