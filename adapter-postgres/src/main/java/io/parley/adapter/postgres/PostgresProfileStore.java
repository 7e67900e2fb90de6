package io.parley.adapter.postgres;

import io.parley.domain.port.ProfileStore;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code chat.profiles}. A row of which nothing new is said is not even locked. */
final class PostgresProfileStore implements ProfileStore {
  private final Database database;

  PostgresProfileStore(Database database) {
    this.database = database;
  }

  @Override
  public void store(Collection<ProfileUpdate> updates) {
    if (updates.isEmpty()) {
      return;
    }
    // everybody locks them in the same order
    List<ProfileUpdate> ordered =
        updates.stream().sorted(Comparator.comparing(ProfileUpdate::user)).toList();
    int unused =
        database.write(
            dsl ->
                dsl.execute(
                    """
                    INSERT INTO chat.profiles AS known (id, name, username, profile_name, profile_photo, said_at)
                    SELECT said.id, said.name, said.username, said.profile_name, said.profile_photo, said.said_at
                    FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                      WITH ORDINALITY AS said (id, name, username, profile_name, profile_photo, said_at, place)
                    LEFT JOIN chat.profiles p ON p.id = said.id
                    WHERE p.id IS NULL
                       OR (p.said_at <= said.said_at
                           AND (said.name <> coalesce(p.name, '')
                                OR said.username <> coalesce(p.username, '')
                                OR said.profile_name <> coalesce(p.profile_name, '')
                                OR said.profile_photo <> coalesce(p.profile_photo, '')))
                    ORDER BY said.place
                    ON CONFLICT (id) DO UPDATE
                    SET name = coalesce(excluded.name, known.name),
                        username = coalesce(excluded.username, known.username),
                        profile_name = coalesce(excluded.profile_name, known.profile_name),
                        profile_photo = coalesce(excluded.profile_photo, known.profile_photo),
                        said_at = excluded.said_at
                    WHERE known.said_at <= excluded.said_at
                    """,
                    ordered.stream().map(update -> update.user().value()).toArray(Long[]::new),
                    texts(ordered, ProfileUpdate::name),
                    texts(ordered, ProfileUpdate::username),
                    texts(ordered, ProfileUpdate::profileName),
                    texts(ordered, ProfileUpdate::profilePhoto),
                    ordered.stream()
                        .map(update -> OffsetDateTime.ofInstant(update.saidAt(), ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new)));
  }

  @Override
  public void remove(Set<UserId> users, Instant asOf) {
    if (users.isEmpty()) {
      return;
    }
    int unused =
        database.write(
            dsl ->
                dsl.execute(
                    """
                    DELETE FROM chat.profiles
                    WHERE id IN (
                      SELECT id FROM chat.profiles
                      WHERE id = ANY (?::bigint[]) AND said_at <= ?::timestamptz
                      ORDER BY id
                      FOR UPDATE)
                    """,
                    users.stream().map(UserId::value).toArray(Long[]::new),
                    OffsetDateTime.ofInstant(asOf, ZoneOffset.UTC)));
  }

  /** Nothing where nothing is said. */
  private static @Nullable String[] texts(
      List<ProfileUpdate> updates, Function<ProfileUpdate, Optional<String>> part) {
    return updates.stream().map(part).map(text -> text.orElse(null)).toArray(String[]::new);
  }
}
