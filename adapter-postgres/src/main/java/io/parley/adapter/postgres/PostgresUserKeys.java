package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.USER_KEYS;
import static org.jooq.impl.DSL.any;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code chat.user_keys}. */
final class PostgresUserKeys implements UserKeys {
  private static final int MAX_ATTEMPTS = 5;

  private final Database database;

  PostgresUserKeys(Database database) {
    this.database = database;
  }

  @Override
  public Map<UserKey, UserId> assign(Set<UserKey> keys) {
    Map<UserKey, UserId> numbers = new HashMap<>(find(keys));
    Set<UserKey> missing = without(keys, numbers);
    for (int attempt = 0; attempt < MAX_ATTEMPTS && !missing.isEmpty(); attempt++) {
      numbers.putAll(add(missing));
      numbers.putAll(find(without(keys, numbers))); // of others, who were sooner
      missing = without(keys, numbers);
    }
    if (!missing.isEmpty()) { // others were sooner, and thought better of it
      throw new StoreUnavailableException("The number of a user cannot be told now");
    }
    return numbers;
  }

  /** In order: whoever adds the same keys at the same time waits for them in the same order. */
  private static Set<UserKey> without(Set<UserKey> keys, Map<UserKey, UserId> numbers) {
    Set<UserKey> missing = new TreeSet<>(keys);
    missing.removeAll(numbers.keySet());
    return missing;
  }

  private Map<UserKey, UserId> add(Set<UserKey> missing) {
    return database.write(
        dsl ->
            dsl.fetch(
                    """
                    INSERT INTO chat.user_keys (key)
                    SELECT key FROM unnest(?::text[]) WITH ORDINALITY AS new (key, place)
                    ORDER BY place
                    ON CONFLICT (key) DO NOTHING
                    RETURNING key, id
                    """,
                    (Object) texts(missing))
                .intoMap(
                    row -> new UserKey(row.get(0, String.class)),
                    row -> new UserId(row.get(1, Long.class))));
  }

  @Override
  public Map<UserKey, UserId> find(Set<UserKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return database.read(
        dsl ->
            dsl.select(USER_KEYS.KEY, USER_KEYS.ID)
                .from(USER_KEYS)
                .where(USER_KEYS.KEY.eq(any(texts(keys))))
                .fetchMap(row -> new UserKey(row.value1()), row -> new UserId(row.value2())));
  }

  @Override
  public Map<UserId, UserKey> keysOf(Set<UserId> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    Long[] ids = users.stream().map(UserId::value).toArray(Long[]::new);
    Map<UserId, UserKey> found = new HashMap<>();
    database.read(
        dsl ->
            dsl.select(USER_KEYS.ID, USER_KEYS.KEY)
                .from(USER_KEYS)
                .where(USER_KEYS.ID.eq(any(ids)))
                .fetch(
                    row -> {
                      // a trigger of the host takes what no token can name
                      UserKeyForm.TEXT
                          .parse(row.value2())
                          .ifPresent(key -> found.put(new UserId(row.value1()), key));
                      return row;
                    }));
    return found;
  }

  private static String[] texts(Collection<UserKey> keys) {
    return keys.stream().map(UserKey::text).toArray(String[]::new);
  }
}
