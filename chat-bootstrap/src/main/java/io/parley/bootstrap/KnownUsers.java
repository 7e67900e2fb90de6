package io.parley.bootstrap;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.users.HttpHostUsers;
import io.parley.application.user.AdmitUsers;
import io.parley.application.user.IntroduceUsers;
import io.parley.application.user.NumberKeys;
import io.parley.bootstrap.config.UsersConfig;
import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserAdmission;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserKeyForm;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Who the users are, as the settings say. */
final class KnownUsers {
  private final UsersConfig config;
  private final PostgresStores stores;
  private final UserKeys keys;

  KnownUsers(UsersConfig config, PostgresStores stores) {
    this.config = config;
    this.stores = stores;
    this.keys = config.keys() == UserKeyForm.NUMBER ? new NumberKeys() : stores.userKeys();
  }

  /** The number of each key. */
  UserKeys keys() {
    return keys;
  }

  /**
   * Lets the users of tokens in; empty if the tokens say which user they stand for, and nothing
   * else that matters.
   *
   * @param worker runs what waits for the store
   */
  Optional<UserAdmission> admission(Executor worker, Clock clock) {
    Optional<ProfileStore> profiles =
        config.source() == UsersConfig.Source.CLAIMS
            ? Optional.of(stores.profiles())
            : Optional.empty();
    boolean tokensSayAll = config.keys() == UserKeyForm.NUMBER && profiles.isEmpty();
    return tokensSayAll
        ? Optional.empty()
        : Optional.of(new AdmitUsers(keys, profiles, worker, clock));
  }

  /**
   * Gets to know users of whom only the host can tell; empty if they are all in the stores.
   *
   * @param worker runs what waits for the store
   */
  Optional<IntroduceUsers> introductions(Executor worker, Clock clock) {
    return config
        .host()
        .map(host -> new HttpHostUsers(host.url(), host.token().text(), config.keys()))
        .map(
            host ->
                new IntroduceUsers(host, keys, stores.users(), stores.profiles(), worker, clock));
  }
}
