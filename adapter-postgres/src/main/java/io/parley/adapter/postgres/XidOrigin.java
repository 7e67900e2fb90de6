package io.parley.adapter.postgres;

import org.jooq.DSLContext;

/**
 * Transaction ids are a cluster's own: what a dump carries into another one has ids that mean
 * nothing there. So the schema remembers where they were given.
 */
final class XidOrigin {
  /** The cluster and the database in it. */
  static final String DATABASE =
      """
      (SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()), oid)
       FROM pg_database WHERE datname = current_database())
      """;

  private XidOrigin() {}

  /** Whether {@link #settle} has nothing to do; only reads. */
  static boolean isSettled(DSLContext dsl) {
    return dsl.fetch("SELECT database = " + DATABASE + " FROM chat.xid_origin").stream()
        .anyMatch(row -> row.get(0, Boolean.class));
  }

  /**
   * Declares all changes old if they were carried here from another database; no cursor from there
   * is honoured. Run before the database is used.
   */
  static void settle(DSLContext dsl) {
    dsl.execute(
        "INSERT INTO chat.xid_origin (database) VALUES (" + DATABASE + ") ON CONFLICT DO NOTHING");
    boolean carried =
        dsl.fetchSingle(
                "SELECT database <> " + DATABASE + " FROM chat.xid_origin FOR NO KEY UPDATE")
            .get(0, Boolean.class);
    if (carried) {
      dsl.execute("UPDATE chat.participants SET xid = NULL WHERE xid IS NOT NULL");
      dsl.execute("UPDATE chat.read_marks SET xid = NULL WHERE xid IS NOT NULL");
      dsl.execute("UPDATE chat.message_changes SET xid = NULL WHERE xid IS NOT NULL");
      // There may be millions of messages: those are left as they are.
      dsl.execute(
          "UPDATE chat.xid_origin SET database = "
              + DATABASE
              + ", carried_message = (SELECT coalesce(max(id), 0) FROM chat.messages)");
    }
  }
}
