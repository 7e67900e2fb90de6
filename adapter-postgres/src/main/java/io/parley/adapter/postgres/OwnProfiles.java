package io.parley.adapter.postgres;

import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * Makes the chat show the users of its own table {@code chat.profiles}, for a host without one of
 * its own.
 */
public final class OwnProfiles {
  private static final String VIEW =
      """
      CREATE OR REPLACE VIEW chat.user_profiles AS
      SELECT id, name, username, profile_name, nullif(profile_photo, '') AS profile_photo
      FROM chat.profiles
      """;

  private static final String SHOWN =
      """
      SELECT EXISTS (
        SELECT FROM pg_rewrite r
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
        WHERE r.ev_class = to_regclass('chat.user_profiles') AND d.refobjid = to_regclass('chat.profiles'))
      """;

  /** A view can only be replaced by one whose columns have the same types. */
  private static final String OTHER_COLUMNS = "42P16";

  private OwnProfiles() {}

  /**
   * Has the view {@code chat.user_profiles} read {@code chat.profiles}; does nothing if it does.
   * Safe to run from several nodes at once. If there is nothing to do it only reads.
   *
   * @param dataSource of a migrated database; else as its owner
   * @throws IllegalStateException if the view shows users of the host: it is not replaced
   * @throws io.parley.domain.error.StoreUnavailableException if the database does not answer, or
   *     does not allow it
   */
  public static void show(DataSource dataSource) {
    var database = new Database(dataSource);
    if (!database.read(OwnProfiles::areShown)) {
      int unused = database.write(OwnProfiles::replace);
    }
  }

  private static boolean areShown(DSLContext dsl) {
    return dsl.fetchSingle(SHOWN).get(0, Boolean.class);
  }

  private static int replace(DSLContext dsl) {
    dsl.execute("SELECT pg_advisory_xact_lock(hashtext('chat.user_profiles'))");
    if (areShown(dsl)) {
      return 0; // another node was sooner
    }
    if (hasUsers(dsl)) {
      throw new IllegalStateException("chat.user_profiles shows users of a table of yours");
    }
    try {
      return dsl.execute(VIEW);
    } catch (DataAccessException e) {
      if (e.sqlState().equals(OTHER_COLUMNS)) {
        throw new IllegalStateException("chat.user_profiles reads a table of yours", e);
      }
      throw e;
    }
  }

  private static boolean hasUsers(DSLContext dsl) {
    return dsl.fetchSingle("SELECT to_regclass('chat.user_profiles') IS NOT NULL")
            .get(0, Boolean.class)
        && dsl.fetchSingle("SELECT EXISTS (SELECT FROM chat.user_profiles)").get(0, Boolean.class);
  }
}
