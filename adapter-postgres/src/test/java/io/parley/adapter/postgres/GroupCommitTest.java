package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private TestDatabase database;
  private PostgresStores stores;

  @BeforeEach
  void setUp() {
    database = TestDatabase.create();
    stores = PostgresStores.open(database.config());
    SchemaMigration.migrate(stores.dataSource());
    database.addUsers(200);
  }

  @AfterEach
  void tearDown() {
    stores.close();
    database.close();
  }

  @Test
  void givenManyDrafts_whenAppended_thenEachIsStoredInOrder() throws Exception {
    List<CompletableFuture<Appended>> stages = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      stages.add(append(draft(1 + i % 50, 100 + i % 50, "m" + i, "c" + i)));
    }
    long[] next = new long[50];
    for (int i = 0; i < stages.size(); i++) {
      Appended appended = stages.get(i).get(20, TimeUnit.SECONDS);
      assertThat(appended.duplicate()).isFalse();
      assertThat(appended.message().sequence().value()).isEqualTo(++next[i % 50]);
      assertThat(appended.message().content().text()).isEqualTo("m" + i);
    }
    MessageId id = stages.get(77).get().message().id();
    assertThat(stores.history().find(id)).contains(stages.get(77).get().message());
    assertThat(stores.receipts().unreadTotal(new UserId(101))).isEqualTo(30);
  }

  private CompletableFuture<Appended> append(MessageDraft draft) {
    return stores.messages().append(draft).toCompletableFuture();
  }

  private static MessageDraft draft(long from, long to, String text, String clientId) {
    return new MessageDraft(
        new UserId(from),
        new UserId(to),
        Optional.empty(),
        new MessageContent(text),
        Optional.empty(),
        Optional.of(new ClientMessageId(clientId)));
  }
}
