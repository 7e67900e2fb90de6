package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserExportTest {
  private static final String TIME = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

  private final PostgresFixture fixture = new PostgresFixture();
  private final List<String> lines = new ArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private boolean export(UserId user) throws SQLException {
    return new UserExport(fixture.postgres().dataSource()).write(user, lines::add);
  }

  private List<String> exported(UserId user) throws SQLException {
    assertThat(export(user)).isTrue();
    return lines.stream().map(line -> line.replaceAll(TIME, "\"time\"")).toList();
  }

  @Test
  void givenHistory_whenExported_thenTheUserHasAllOfHisOwn() throws SQLException {
    List<Message> sent = new ArrayList<>();
    sent.add(fixture.stores().send(aDraft().saying("one").flagged("noted")));
    sent.addAll(fixture.stores().send(ALICE, BOB, "two \" \\ \n \u00e7"));
    List<Message> answers = fixture.stores().send(BOB, ALICE, "three", "four");
    fixture.stores().send(CAROL, BOB, "not for Alice");
    fixture
        .postgres()
        .receipts()
        .markRead(sent.get(0).conversation(), ALICE, Optional.of(new Sequence(3)));
    fixture.postgres().messages().delete(sent.get(0).id());
    fixture.postgres().messages().delete(answers.get(1).id());

    List<String> all = exported(ALICE);

    long a = ALICE.value();
    long b = BOB.value();
    assertThat(all.get(0)).startsWith("{\"type\":\"user\",\"id\":" + a + ",\"name\":");
    assertThat(all.get(1))
        .startsWith("{\"type\":\"conversation\",\"id\":1,")
        .contains("\"partner\":{\"id\":" + b + ",")
        .endsWith(
            "\"last_seq\":4,\"read_seq\":3,\"unread_count\":0,"
                + "\"createdAt\":\"time\",\"updatedAt\":\"time\"}");
    assertThat(all.subList(2, all.size()))
        .containsExactly(
            "{\"type\":\"read_mark\",\"conversation_id\":1,\"up_to_seq\":3,\"read_at\":\"time\"}",
            message(1, 1, a, b, "one", false, true),
            message(2, 2, a, b, "two \\\" \\\\ \\n \u00e7", false, false),
            message(3, 3, b, a, "three", true, false));
  }

  private static String message(
      long id,
      long seq,
      long sender,
      long receiver,
      String content,
      boolean read,
      boolean deleted) {
    return "{\"type\":\"message\",\"id\":%d,\"conversation_id\":1,\"seq\":%d,\"sender_id\":%d,\"receiver_id\":%d,"
            .formatted(id, seq, sender, receiver)
        + "\"content\":\"%s\",\"attachment_url\":null,\"client_message_id\":null,\"flag\":%s,\"is_read\":%s,\"read_at\":%s,"
            .formatted(
                content,
                content.equals("one") ? "\"noted\"" : "null",
                read,
                read ? "\"time\"" : "null")
        + "\"deletedAt\":%s,\"createdAt\":\"time\",\"updatedAt\":\"time\"}"
            .formatted(deleted ? "\"time\"" : "null");
  }

  @Test
  void givenUserWhoIsGone_whenExported_thenWhatHeWroteIsThere() throws SQLException {
    fixture.stores().send(ALICE, BOB, "one");
    fixture.database().run("DELETE FROM users WHERE id = " + ALICE.value());

    assertThat(exported(ALICE)).hasSize(2).last().asString().contains("\"content\":\"one\"");
  }

  @Test
  void givenUserWhomTheHostCallsByAKey_whenExported_thenTheKeyIsThere() throws SQLException {
    fixture.database().run("INSERT INTO chat.user_keys (id, key) VALUES (1, 'auth0|alice')");
    try {
      assertThat(exported(ALICE))
          .contains("{\"type\":\"user_key\",\"id\":1,\"key\":\"auth0|alice\"}");
    } finally {
      fixture.database().run("DELETE FROM chat.user_keys");
    }
  }

  @Test
  void givenNobody_whenExported_thenThereIsNothing() throws SQLException {
    assertThat(export(new UserId(999_999))).isFalse();
    assertThat(lines).isEmpty();
  }
}
