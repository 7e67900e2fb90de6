package io.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.SpendingLedger;
import io.parley.testkit.contract.SpendingLedgerContract;
import io.parley.testkit.fixture.RedisProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisSpendingLedgerTest implements SpendingLedgerContract {
  private final RedisProcess redis = RedisProcess.start();
  private final List<RedisNode> nodes =
      List.of(
          RedisNode.open(RedisConfig.of(redis.url())),
          RedisNode.open(RedisConfig.of(redis.url())),
          RedisNode.open(RedisConfig.of(redis.url())));

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
    redis.close();
  }

  @Override
  public List<SpendingLedger> nodes() {
    return nodes.stream().map(RedisNode::spending).toList();
  }

  @Test
  void givenRedisThatIsAway_whenSpent_thenItIsAFailure_andAllGoesOnWhenItIsBack() {
    SpendingLedger ledger = nodes().get(0);
    ledger.add(Map.of(SENDS, 3L));

    redis.kill();
    assertThatThrownBy(() -> ledger.add(Map.of(SENDS, 1L)))
        .isInstanceOf(StoreUnavailableException.class);
    redis.startAgain();

    assertThat(ledger.add(Map.of(SENDS, 1L))).isEqualTo(Map.of(SENDS, 1L));
  }
}
