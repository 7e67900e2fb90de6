package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.USER_PROFILES;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;

/** The host's users through the view {@code chat.user_profiles}, remembered for half a minute. */
final class PostgresUserDirectory implements UserDirectory {
  private final Database database;
  private final Cache<UserId, User> known;

  PostgresUserDirectory(Database database) {
    this(
        database,
        Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build());
  }

  private PostgresUserDirectory(Database database, Cache<UserId, User> known) {
    this.database = database;
    this.known = known;
  }

  /** One that remembers the same users, and looks for the others over connections of its own. */
  PostgresUserDirectory over(Database other) {
    return new PostgresUserDirectory(other, known);
  }

  @Override
  public Map<UserId, User> find(Set<UserId> users) {
    Map<UserId, User> found = known.getAllPresent(users);
    if (found.size() == users.size()) {
      return found;
    }
    var missing = new HashSet<>(users);
    missing.removeAll(found.keySet());
    var all = new HashMap<>(found);
    for (User user : load(missing)) {
      known.put(user.id(), user);
      all.put(user.id(), user);
    }
    return all;
  }

  private Iterable<User> load(Set<UserId> ids) {
    Long[] values = ids.stream().map(UserId::value).toArray(Long[]::new);
    return database.read(
        dsl ->
            dsl.selectFrom(USER_PROFILES)
                .where(USER_PROFILES.ID.eq(org.jooq.impl.DSL.any(values)))
                .fetch(PostgresUserDirectory::toUser));
  }

  private static User toUser(Record row) {
    return new User(
        new UserId(row.get(USER_PROFILES.ID)),
        orEmpty(row.get(USER_PROFILES.NAME)),
        orEmpty(row.get(USER_PROFILES.USERNAME)),
        orEmpty(row.get(USER_PROFILES.PROFILE_NAME)),
        Optional.ofNullable(row.get(USER_PROFILES.PROFILE_PHOTO)));
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
