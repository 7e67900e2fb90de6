package io.parley.adapter.memory;

import io.parley.domain.port.TokenRevocations;
import io.parley.testkit.contract.TokenRevocationsContract;
import java.util.List;

class MemoryTokenRevocationsTest implements TokenRevocationsContract {
  private final TokenRevocations revocations = new MemoryTokenRevocations();

  @Override
  public List<TokenRevocations> nodes() {
    return List.of(revocations, revocations);
  }
}
