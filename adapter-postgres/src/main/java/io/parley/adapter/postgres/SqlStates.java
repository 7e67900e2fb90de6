package io.parley.adapter.postgres;

/** What PostgreSQL's error codes mean to us; see appendix A of its manual. */
final class SqlStates {
  private SqlStates() {}

  /** The transaction was rolled back for no fault of its own: serialization failure, deadlock. */
  static boolean mayRunAgain(String sqlState) {
    return "40001".equals(sqlState) || "40P01".equals(sqlState);
  }

  /** A value is in use that may be there once only: {@code unique_violation}. */
  static boolean isTaken(String sqlState) {
    return "23505".equals(sqlState);
  }

  /** The values do not fit: class 22 (data exception), {@code not_null} or {@code check}. */
  static boolean isAboutTheData(String sqlState) {
    return sqlState.startsWith("22") || "23502".equals(sqlState) || "23514".equals(sqlState);
  }

  /** Somebody else holds a row for too long: {@code lock_not_available}. Nothing was done. */
  static boolean isLocked(String sqlState) {
    return "55P03".equals(sqlState);
  }
}
