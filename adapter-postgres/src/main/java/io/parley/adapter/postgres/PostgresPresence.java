package io.parley.adapter.postgres;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Who is present, in {@code chat.nodes} and {@code chat.node_users}. Changes take place one after
 * the other, so that of several nodes one sees the first come and the last go.
 */
final class PostgresPresence implements PresenceRegistry {
  private static final String ONE_AT_A_TIME =
      "SELECT pg_advisory_xact_lock(hashtextextended('chat.nodes', 0))";

  private final Database database;
  private final UUID self = UUID.randomUUID();

  /** The nodes that lived when this one gave its last sign of life. */
  private volatile Set<UUID> nodes = Set.of();

  PostgresPresence(Database database) {
    this.database = database;
  }

  private static Long[] ids(Collection<UserId> users) {
    return users.stream().map(UserId::value).toArray(Long[]::new);
  }

  private static Set<UserId> users(DSLContext dsl, String sql, Object... bindings) {
    return new HashSet<>(dsl.fetch(sql, bindings).map(row -> new UserId(row.get(0, Long.class))));
  }

  /** Those of some users who are present. */
  private static Set<UserId> present(DSLContext dsl, Set<UserId> some) {
    return users(
        dsl,
        "SELECT DISTINCT user_id FROM chat.node_users WHERE user_id = ANY (?)",
        (Object) ids(some));
  }

  private static Set<UserId> without(Set<UserId> all, Set<UserId> some) {
    Set<UserId> others = new HashSet<>(all);
    others.removeAll(some);
    return others;
  }

  @Override
  public Set<UserId> arrive(Set<UserId> users) {
    return database.write(
        dsl -> {
          dsl.execute(ONE_AT_A_TIME);
          Set<UserId> before = present(dsl, users);
          dsl.execute(
              """
              INSERT INTO chat.node_users (user_id, node_id, here)
              SELECT id, ?, true FROM unnest(?) id
              ON CONFLICT (user_id, node_id) DO UPDATE SET here = true
              """,
              self,
              ids(users));
          return without(users, before);
        });
  }

  @Override
  public void leave(Set<UserId> users) {
    int unused =
        database.write(
            dsl ->
                dsl.execute(
                    "UPDATE chat.node_users SET here = false WHERE user_id = ANY (?) AND node_id = ?",
                    ids(users),
                    self));
  }

  @Override
  public Set<UserId> forget(Set<UserId> users) {
    return database.write(
        dsl -> {
          dsl.execute(ONE_AT_A_TIME);
          Set<UserId> removed =
              users(
                  dsl,
                  """
                  DELETE FROM chat.node_users WHERE user_id = ANY (?) AND node_id = ?
                  RETURNING user_id
                  """,
                  ids(users),
                  self);
          return without(removed, present(dsl, removed));
        });
  }

  @Override
  public Set<UserId> elsewhere(Set<UserId> users) {
    return database.read(
        dsl ->
            users(
                dsl,
                """
                SELECT DISTINCT user_id FROM chat.node_users
                WHERE user_id = ANY (?) AND node_id <> ? AND here
                """,
                ids(users),
                self));
  }

  @Override
  public Pulse keepAlive() {
    Beat beat = database.write(this::beat);
    boolean lost = !beat.living().containsAll(nodes); // whoever has cleared up
    nodes = beat.living();
    return new Pulse(beat.gone(), lost, beat.isNew());
  }

  /** What was found, which counts once it is committed. */
  private record Beat(Set<UserId> gone, Set<UUID> living, boolean isNew) {}

  private Beat beat(DSLContext dsl) {
    dsl.execute(ONE_AT_A_TIME);
    boolean isNew =
        dsl.fetchSingle(
                """
                      INSERT INTO chat.nodes (id, seen_at) VALUES (?, clock_timestamp())
                      ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()
                      RETURNING xmax = 0
                      """,
                self)
            .get(0, Boolean.class);
    dsl.execute(
        """
              UPDATE chat.nodes SET seen_at = clock_timestamp()
              WHERE seen_at > clock_timestamp() + make_interval(secs => ?)
              """,
        LIFE_SECONDS); // the clock was set back
    dsl.execute(
        """
              DELETE FROM chat.nodes
              WHERE seen_at < clock_timestamp() - make_interval(secs => ?)
              """,
        LIFE_SECONDS);
    Set<UserId> left =
        users(
            dsl,
            """
                  DELETE FROM chat.node_users at
                  WHERE NOT EXISTS (SELECT FROM chat.nodes node WHERE node.id = at.node_id)
                  RETURNING user_id
                  """);
    Set<UUID> living = dsl.fetch("SELECT id FROM chat.nodes").intoSet(0, UUID.class);
    return new Beat(without(left, present(dsl, left)), living, isNew);
  }
}
