package io.parley.e2e;

import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.parley.adapter.postgres.OwnProfiles;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.application.Chat;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An application with a chat inside whose users have keys, and are in no table of its own. */
class EmbeddedUsersTest {
  @Test
  void givenKeysAndNamesOfAnApplication_whenItsUsersChat_thenTheyAreKnown() {
    UserKey ada = new UserKey("3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11");
    UserKey ben = new UserKey("0d9e0f0e-5c1f-4f3a-8a77-9d6a2f6f1b22");
    try (TestDatabase database = TestDatabase.create();
        HikariDataSource pool = pool(database)) {
      SchemaMigration.migrate(pool);
      OwnProfiles.show(pool);
      try (PostgresStores stores = PostgresStores.open(pool);
          Chat chat = Chat.on(stores).open()) {
        UserId adaId = stores.userKeys().assign(ada);
        UserId benId = stores.userKeys().assign(ben);
        User adaHere = new User(adaId, "Ada", "ada", "Ada", Optional.empty());
        User benHere = new User(benId, "Ben", "ben", "Ben", Optional.empty());
        Instant now = Instant.now();
        stores
            .profiles()
            .store(List.of(ProfileUpdate.of(adaHere, now), ProfileUpdate.of(benHere, now)));
        Message hello =
            await(chat.sendMessage().send(MessageDraft.of(adaId, benId, "Hello"))).message();

        assertThat(hello.sender()).isEqualTo(adaHere);
        assertThat(stores.userKeys().keysOf(Set.of(hello.receiver().id())))
            .isEqualTo(Map.of(benId, ben));
      }
    }
  }

  private static HikariDataSource pool(TestDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    return new HikariDataSource(config);
  }
}
