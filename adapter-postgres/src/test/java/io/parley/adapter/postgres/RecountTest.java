package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.Recount.Wrong;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecountTest {
  private final PostgresFixture fixture = new PostgresFixture();
  private final Recount recount = new Recount(fixture.postgres().dataSource());

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Two conversations with messages in both directions, reads, deletes and a restore. */
  @BeforeEach
  void chat() {
    List<Message> sent = fixture.stores().send(ALICE, BOB, "1", "2", "3", "4", "5");
    fixture.stores().send(aDraft().from(BOB).to(ALICE));
    fixture.stores().send(aDraft().from(CAROL).to(ALICE));
    fixture
        .postgres()
        .receipts()
        .markRead(sent.get(0).conversation(), BOB, Optional.of(new Sequence(2)));
    fixture.postgres().messages().delete(sent.get(0).id());
    fixture.postgres().messages().delete(sent.get(3).id());
    fixture.postgres().messages().delete(sent.get(4).id());
    fixture.postgres().messages().restore(sent.get(4).id());
  }

  @Test
  void givenNothingWrong_whenChecked_thenNothingIsFound() {
    assertThat(recount.check()).isEmpty();
  }

  @Test
  void givenWrongNumbers_whenChecked_thenEachIsFound() {
    fixture
        .database()
        .run(
            "UPDATE chat.participants SET unread_count = 7 WHERE conversation_id = 1 AND user_id = "
                + BOB.value(),
            "UPDATE chat.conversations SET message_count = 9 WHERE id = 2",
            "DELETE FROM chat.deleted_blocks",
            "UPDATE chat.participants SET last_message_at = NULL WHERE conversation_id = 2"
                + " AND user_id = "
                + CAROL.value());

    List<Wrong> wrong = recount.check();

    assertThat(wrong)
        .contains(
            new Wrong("deleted messages of block 0", 1, Optional.empty(), Optional.of(0L), 2),
            new Wrong("unread count", 1, Optional.of(BOB.value()), Optional.of(7L), 2),
            new Wrong("message total", 2, Optional.empty(), Optional.of(9L), 1))
        .hasSize(4);
    assertThat(wrong.get(3).what()).isEqualTo("time of the last message");
    assertThat(wrong.get(3).kept()).isEmpty();
  }

  @Test
  void givenWrongNumbers_whenRepaired_thenNothingIsWrong() {
    fixture
        .database()
        .run(
            "UPDATE chat.participants SET unread_count = 7, last_message_at = NULL",
            "UPDATE chat.conversations SET message_count = 9",
            "UPDATE chat.deleted_blocks SET deleted = 5");

    recount.repair(recount.check());

    assertThat(recount.check()).isEmpty();
    assertThat(fixture.postgres().receipts().unreadTotal(BOB)).isEqualTo(2);
  }
}
