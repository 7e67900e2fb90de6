package io.parley.adapter.memory;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.UserId;
import io.parley.testkit.contract.MessageStoreContract;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryMessageStoreTest implements MessageStoreContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }

  @Test
  void givenReceiverWhoIsNoMore_whenAppendedAgain_thenTheFirstMessageIsReturned() {
    Set<UserId> gone = new HashSet<>();
    UserDirectory known = new MemoryUserDirectory(Fixture.users());
    UserDirectory host =
        users -> known.find(users.stream().filter(user -> !gone.contains(user)).collect(toSet()));
    MessageStore messages = MemoryStores.create(host, Clock.systemUTC()).messages();
    MessageDraft draft = aDraft().from(ALICE).to(BOB).knownAs("again").build();
    Message first = await(messages.append(draft)).message();
    gone.add(BOB);

    Appended again = await(messages.append(draft));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message().id()).isEqualTo(first.id());
    assertThat(refusalOf(messages.append(aDraft().from(ALICE).to(BOB).knownAs("new").build())))
        .isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
  }
}
