package io.parley.adapter.memory;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.testkit.contract.Stores;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is special about the stores in memory. */
class MemoryStoresTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void givenClockThatGoesBack_whenStored_thenTimesDoNot() {
    Iterator<Instant> times =
        List.of(NOON, NOON, NOON.minusSeconds(9), NOON.plusSeconds(1), NOON).iterator();
    Stores stores = MemoryStoresFixture.emptyStores(clock(times::next));

    List<Message> messages = stores.send(ALICE, BOB, "one", "two", "three");
    Instant readAt =
        stores
            .receipts()
            .markRead(messages.get(0).conversation(), BOB, Optional.empty())
            .receipt()
            .readAt();

    assertThat(messages)
        .extracting(Message::createdAt)
        .containsExactly(NOON, NOON, NOON.plusSeconds(1));
    assertThat(readAt).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void givenClockOfNanoseconds_whenStored_thenTimesAreThoseOfTheWire() {
    Stores stores = MemoryStoresFixture.emptyStores(clock(() -> NOON.plusNanos(1_999_999)));

    assertThat(stores.send(aDraft()).createdAt()).isEqualTo(NOON.plusMillis(1));
  }

  @Test
  void givenUserWhoIsGone_whenHisMessagesAreRead_thenTheyAreFromAnUnknownUser() {
    MemoryUserDirectory known = new MemoryUserDirectory(List.of(User.unknown(ALICE)));
    known.put(User.unknown(BOB));
    boolean[] gone = new boolean[1];
    UserDirectory users = wanted -> gone[0] ? Map.of() : known.find(wanted);
    Stores stores = stores(users);
    Message message = stores.send(aDraft());

    gone[0] = true;

    assertThat(stores.reload(message.id()).sender()).isEqualTo(User.unknown(ALICE));
    assertThat(stores.inbox(BOB).get(0).conversation().first()).isEqualTo(User.unknown(ALICE));
    assertThat(stores.receipts().unreadByConversation(BOB).get(0).other())
        .isEqualTo(User.unknown(ALICE));
  }

  @Test
  void givenDirectoryThatDoesNotAnswer_whenAppended_thenTheStageFails() {
    Stores stores =
        stores(
            wanted -> {
              throw new StoreUnavailableException("planned");
            });

    assertThat(refusalOf(stores.messages().append(aDraft().build())))
        .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
  }

  private static Stores stores(UserDirectory users) {
    return Stores.of(MemoryStores.create(users, Clock.systemUTC()));
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }
}
