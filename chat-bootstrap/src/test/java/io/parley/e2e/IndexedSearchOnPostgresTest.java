package io.parley.e2e;

import io.parley.adapter.lucene.IndexedMessageSearch;
import io.parley.adapter.postgres.PostgresFixture;
import io.parley.domain.message.Message;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageLog.Position;
import io.parley.testkit.contract.SearchContract;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Searches as the service does: the index over PostgreSQL, once it has caught up. */
class IndexedSearchOnPostgresTest implements SearchContract {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final PostgresFixture postgres = new PostgresFixture();
  @TempDir private Path directory;
  private IndexedMessageSearch index;

  @BeforeEach
  void open() {
    Stores stores = postgres.stores();
    index = IndexedMessageSearch.open(directory, stores.log(), stores.history(), PAUSE);
  }

  @AfterEach
  void close() {
    index.close();
    postgres.close();
  }

  @Override
  public Stores stores() {
    return postgres.stores().with(this::search);
  }

  private Page<Message> search(SearchScope scope, SearchText text, PageRequest request) {
    Position end = end();
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    while (index.position().message() < end.message() || index.position().change() < end.change()) {
      if (System.nanoTime() - giveUpAt > 0) {
        throw new AssertionError("the index is at " + index.position() + ", not at " + end);
      }
    }
    return index.search(scope, text, request);
  }

  private Position end() {
    try (Connection connection = postgres.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT coalesce(max(id), 0) FROM chat.messages),"
                    + " (SELECT coalesce(max(id), 0) FROM chat.message_changes)")) {
      row.next();
      return new Position(row.getLong(1), row.getLong(2), "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
