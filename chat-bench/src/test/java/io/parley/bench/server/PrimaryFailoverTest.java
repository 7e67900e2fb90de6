package io.parley.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.database.Schema;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database address with two hosts, of which the other one becomes the primary. */
@Timeout(120)
class PrimaryFailoverTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path files;

  @Test
  void givenTwoHosts_whenTheOtherBecomesThePrimary_thenMessagesAreStoredThere() throws Exception {
    PostgresNode primary = PostgresNode.start(files.resolve("primary"));
    int unused = SchemaMigration.migrate(Schema.unlimited(primary.connection()));
    try (Connection connection = primary.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO users (name, username) VALUES ('A', 'a'), ('B', 'b')");
    }
    try (PostgresNode standby = primary.startStandby(files.resolve("standby"));
        PostgresStores stores = PostgresStores.open(Schema.storesOf(both(primary, standby)))) {
      Message before = send(stores, "before");
      primary.end();
      standby.promote();
      try (Connection connection = standby.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER SYSTEM RESET synchronous_standby_names");
        statement.execute("SELECT pg_reload_conf()");
      }

      Message after = sendAtLast(stores, "after");

      assertThat(after.sequence().value()).isEqualTo(before.sequence().value() + 1);
      assertThat(stores.history().findAll(List.of(before.id()))).containsExactly(before);
    }
  }

  /** As an operator would name them, the one that follows first. */
  private static External both(PostgresNode primary, PostgresNode standby) {
    String hosts =
        standby.url().replaceFirst("(@[^/]*)/.*", "$1")
            + primary.url().replaceFirst(".*@([^/]*/.*)", ",$1");
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "JWT_SECRET",
                "only so that there is one, as there must be",
                "DATABASE_URL",
                hosts));
    return (External) config.database();
  }

  private static Message sendAtLast(PostgresStores stores, String name) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return send(stores, name);
      } catch (CompletionException e) {
        assertThat(System.nanoTime()).as(e.toString()).isLessThan(end);
      }
    }
  }

  private static Message send(PostgresStores stores, String name) {
    MessageDraft draft =
        new MessageDraft(
            new UserId(1),
            new UserId(2),
            Optional.empty(),
            new MessageContent(name),
            Optional.empty(),
            Optional.of(new ClientMessageId(name)));
    return stores
        .messages()
        .append(draft, appended -> {})
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join()
        .message();
  }
}
