package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database's clock goes back by an hour: positions order messages, and no date goes back. */
class ClockSetBackTest {
  private final PostgresFixture fixture = new PostgresFixture();
  private final List<Message> before = fixture.stores().send(ALICE, BOB, "one", "two");

  /** The stores after it. */
  private PostgresStores stores;

  @BeforeEach
  void setBack() {
    fixture
        .database()
        .run(
            "CREATE SCHEMA other_clock",
            "CREATE FUNCTION other_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
                + " VOLATILE AS $$SELECT pg_catalog.clock_timestamp() - interval '1 hour'$$",
            "ALTER ROLE current_user SET search_path = other_clock, pg_catalog, public");
    stores = PostgresStores.open(fixture.database().config());
    assertThat(stores.history().now()).isBefore(Instant.now().minus(Duration.ofMinutes(59)));
  }

  @AfterEach
  void setRight() {
    stores.close();
    fixture
        .database()
        .run("ALTER ROLE current_user RESET search_path", "DROP SCHEMA other_clock CASCADE");
    fixture.close();
  }

  @Test
  void givenAMessageOfBefore_whenAnotherIsStored_thenItIsTheNewest() {
    Message next = await(stores.messages().append(aDraft().saying("three").build())).message();

    assertThat(next.sequence().value()).isEqualTo(3);
    assertThat(next.createdAt()).isAfterOrEqualTo(before.get(1).createdAt());
    assertThat(fixture.stores().all(next.conversation()))
        .extracting(message -> message.content().text())
        .containsExactly("one", "two", "three");
    assertThat(fixture.stores().inbox(BOB).get(0).conversation().lastMessage()).contains("three");
  }

  @Test
  void givenAMessageOfBefore_whenItIsReadAndDeleted_thenThatWasNotEarlier() {
    Message last = before.get(1);

    Instant readAt =
        stores.receipts().markRead(last.conversation(), BOB, Optional.empty()).receipt().readAt();
    Message deleted = stores.messages().delete(last.id()).message();

    assertThat(readAt).isAfterOrEqualTo(last.createdAt());
    assertThat(deleted.deletedAt())
        .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(last.createdAt()));
    assertThat(deleted.updatedAt()).isAfterOrEqualTo(last.updatedAt());
  }

  @Test
  void givenAReadMarkOfBefore_whenMoreIsRead_thenThatWasNotEarlier() {
    Message last = before.get(1);
    Instant first =
        fixture
            .stores()
            .receipts()
            .markRead(last.conversation(), BOB, Optional.of(before.get(0).sequence()))
            .receipt()
            .readAt();

    Instant second =
        stores.receipts().markRead(last.conversation(), BOB, Optional.empty()).receipt().readAt();

    assertThat(second).isAfterOrEqualTo(first);
  }
}
