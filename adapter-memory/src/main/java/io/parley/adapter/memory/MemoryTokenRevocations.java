package io.parley.adapter.memory;

import io.parley.domain.port.TokenRevocations;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Revocations of one process; every look finds all of them.
 *
 * @since 0.1
 */
public final class MemoryTokenRevocations implements TokenRevocations {
  private final Map<UserId, Instant> held = new ConcurrentHashMap<>();

  @Override
  public Instant revoke(UserId user, Instant notBefore) {
    return held.merge(user, notBefore, (one, other) -> one.isAfter(other) ? one : other);
  }

  @Override
  public Revoked since(long mark) {
    return new Revoked(held, mark);
  }
}
