package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service with a named database and no place to write to. */
@Timeout(120)
class NoDataDirectoryTest {
  @TempDir private Path temporary;

  @Test
  void givenDataDirectoryThatCannotBeMade_whenServed_thenTheLogSaysSoAndTheDatabaseSearches()
      throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    Map<String, String> nowhere = Map.of("CHAT_DATA_DIR", file.resolve("data").toString());

    try (TestDatabase database = TestDatabase.create();
        LoggedErrors faults = LoggedErrors.andWarnings();
        TestServer server = TestServer.start(database, nowhere)) {
      TestServer.addUsers(database);
      assertThat(server.rest(1).send(2, "Hello there").status()).isEqualTo(201);

      JsonNode found = server.rest(2).get("/api/chat/search?q=hello").json();

      assertThat(found.path("data").path("total").asInt()).isEqualTo(1);
      assertThat(faults.all()).anyMatch(line -> line.contains(file.toString()));
    }
  }
}
