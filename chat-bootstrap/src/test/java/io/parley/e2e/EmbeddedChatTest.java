package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedChatTest {
  @Test
  void givenThePoolOfAnApplication_whenTheExampleOfTheDocumentsIsRun_thenItShowsWhatHappens() {
    List<String> screen = new ArrayList<>();
    try (TestDatabase database = TestDatabase.create();
        HikariDataSource pool = pool(database)) {
      SchemaMigration.migrate(pool);
      TestServer.addUsers(database);

      EmbeddedChat.run(pool, screen::add);
    }

    assertThat(screen)
        .containsExactly(
            "MessageSent",
            "ConversationUpdated",
            "Ben has 1 unread",
            "User 1: Hello",
            "MessagesRead",
            "ConversationUpdated");
  }

  private static HikariDataSource pool(TestDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    return new HikariDataSource(config);
  }
}
