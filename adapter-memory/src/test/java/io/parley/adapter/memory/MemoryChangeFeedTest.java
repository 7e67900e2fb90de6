package io.parley.adapter.memory;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.sync.SyncCursor;
import io.parley.testkit.contract.ChangeFeedContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryChangeFeedTest implements ChangeFeedContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }

  @Test
  void givenCursorThatCountsFarTooMany_whenUsed_thenItIsRefused() {
    stores.send(ALICE, BOB, "one");
    stores.send(ALICE, CAROL, "one");
    String first = stores.changes().since(ALICE, Optional.empty(), 1).next().text();
    var changed =
        new SyncCursor(first.substring(0, first.lastIndexOf('_') + 1) + Integer.MAX_VALUE);

    assertThat(refusalOf(() -> stores.changes().since(ALICE, Optional.of(changed), 10)))
        .isEqualTo(ErrorCode.RESYNC_REQUIRED);
  }
}
