package io.parley.adapter.lucene;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.message.Message;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import io.parley.testkit.contract.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is said, deleted and searched for: the index finds what a look at every message does.
 */
class RandomSearchTest {
  private static final int[] ALPHABET = "aAbB cé天気東京🎉ÄßİΣς".codePoints().toArray();
  private static final List<UserId> USERS = List.of(ALICE, BOB, CAROL);

  private final Random random = new Random(20_261_123);
  @TempDir private Path directory;

  @Test
  void givenRandomMessages_whenSearched_thenTheIndexFindsWhatAScanFinds() {
    Stores stores = IndexFixture.emptyStores();
    List<Message> sent = new ArrayList<>();
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 25; i++) {
          UserId sender = USERS.get(random.nextInt(3));
          UserId receiver = USERS.get((USERS.indexOf(sender) + 1 + random.nextInt(2)) % 3);
          sent.addAll(stores.send(sender, receiver, text(1 + random.nextInt(40))));
        }
        Message deleted = sent.get(random.nextInt(sent.size()));
        stores.messages().delete(deleted.id());
        stores.messages().restore(sent.get(random.nextInt(sent.size())).id());
        index.awaitIndexed();
        for (int i = 0; i < 25; i++) {
          compare(stores, index.stores());
        }
      }
    }
  }

  private void compare(Stores scanned, Stores indexed) {
    SearchScope scope =
        random.nextBoolean()
            ? new InAllOf(USERS.get(random.nextInt(3)))
            : new InConversation(new ConversationId(1 + random.nextInt(3)));
    SearchText text = new SearchText(text(1 + random.nextInt(5)));
    PageRequest request = new PageRequest(1 + random.nextInt(3), 1 + random.nextInt(20));
    assertThat(indexed.search().search(scope, text, request))
        .as("%s in %s, %s", text, scope, request)
        .isEqualTo(scanned.search().search(scope, text, request));
  }

  /** Neither empty nor only white space. */
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.toString().isBlank()) {
      text.setLength(0);
      for (int i = 0; i < length; i++) {
        text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
      }
    }
    return text.toString();
  }
}
