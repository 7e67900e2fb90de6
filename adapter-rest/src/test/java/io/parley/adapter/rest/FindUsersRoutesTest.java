package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryUserKeys;
import io.parley.domain.message.Message;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindUsersRoutesTest {
  private final MemoryUserKeys keys = new MemoryUserKeys();
  private final RestServer server = RestServer.start(new Parts().keys(UserKeyForm.TEXT, keys));

  @BeforeEach
  void giveNumbers() {
    for (String key : new String[] {"alice", "bob,|%", "carol"}) {
      assertThat(keys.assign(Set.of(new UserKey(key)))).hasSize(1);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenKeys_whenAskedFor_thenTheirNumbersAreToldInThatOrder() {
    server
        .get(ALICE, "/api/chat/users?keys=carol,nobody,bob%2C%7C%25")
        .assertIs(
            200,
            "{\"success\":true,\"data\":[{\"id\":3,\"key\":\"carol\"},{\"id\":2,\"key\":\"bob,|%\"}]}");
  }

  @Test
  void givenIds_whenAskedFor_thenTheKeysOfPartnersAndOnesOwnAreTold() {
    Message unused = server.stored(aDraft().from(ALICE).to(BOB).build());

    server
        .get(BOB, "/api/chat/users?ids=3,1,2,1000000")
        .assertIs(
            200,
            "{\"success\":true,\"data\":[{\"id\":1,\"key\":\"alice\"},{\"id\":2,\"key\":\"bob,|%\"}]}");
    server.get(CAROL, "/api/chat/users?ids=1,2").assertIs(200, "{\"success\":true,\"data\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?keys=", "?keys=&ids=", "?keys=nobody"})
  void givenNobody_whenAskedFor_thenNobodyIsTold(String query) {
    server.get(ALICE, "/api/chat/users" + query).assertIs(200, "{\"success\":true,\"data\":[]}");
  }

  @Test
  void givenKeysAndIds_whenAskedFor_thenEachUserIsToldOnce() {
    server
        .get(ALICE, "/api/chat/users?ids=1&keys=alice,carol")
        .assertIs(
            200,
            "{\"success\":true,\"data\":[{\"id\":1,\"key\":\"alice\"},{\"id\":3,\"key\":\"carol\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?keys=a,,b   | keys must have 1 to 255 characters",
        "?keys=%ff    | keys must be percent-encoded UTF-8",
        "?keys=a%00   | keys must have 1 to 255 characters",
        "?ids=a       | ids must be positive integers",
        "?ids=1,-1    | ids must be positive integers",
        "?ids=0       | ids must be positive integers"
      })
  void givenAnythingElse_whenAskedFor_thenItIsRefused(String query, String error) {
    server.get(ALICE, "/api/chat/users" + query).assertIsError(400, "invalid_request", error);
  }

  @Test
  void givenTooMany_whenAskedFor_thenItIsRefused() {
    server
        .get(ALICE, "/api/chat/users?keys=" + "a,".repeat(100) + "a")
        .assertIsError(400, "invalid_request", "keys must be 100 at most");
    assertThat(server.get(ALICE, "/api/chat/users?ids=1" + ",1".repeat(99)).status())
        .isEqualTo(200);
  }
}
