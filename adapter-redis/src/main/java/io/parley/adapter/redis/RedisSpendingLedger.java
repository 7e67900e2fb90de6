package io.parley.adapter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.parley.domain.limit.Account;
import io.parley.domain.port.SpendingLedger;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What was spent, in Redis: a counter {@code spent:<action>:<user>}, after the prefix, for each
 * account, which Redis forgets by itself.
 */
final class RedisSpendingLedger implements SpendingLedger {
  private final RedisServers servers;
  private final String prefix;

  RedisSpendingLedger(RedisServers servers, String prefix) {
    this.servers = servers;
    this.prefix = prefix;
  }

  private String key(Account account) {
    return prefix + "spent:" + account.action().name() + ":" + account.user().value();
  }

  @Override
  public Map<Account, Long> add(Map<Account, Long> spent) {
    return Waiting.forEach(
        servers,
        spent.keySet(),
        (commands, account) -> add(commands, key(account), spent.getOrDefault(account, 0L)));
  }

  private static CompletionStage<Long> add(
      RedisClusterAsyncCommands<String, String> commands, String key, long count) {
    CompletionStage<Long> total = commands.incrby(key, count);
    CompletionStage<Boolean> unused = commands.expire(key, LIFE_SECONDS);
    return total;
  }
}
