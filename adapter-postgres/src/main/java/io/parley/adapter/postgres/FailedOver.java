package io.parley.adapter.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Gives connections up that a failover has left with a server which has become a standby. The pool
 * knows connections that are broken; these answer, but refuse to write.
 */
public final class FailedOver implements SQLExceptionOverride {
  private static final String READ_ONLY = "25006";

  /** For the pool, which makes its own. */
  public FailedOver() {}

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
