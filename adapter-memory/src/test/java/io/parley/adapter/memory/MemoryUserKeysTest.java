package io.parley.adapter.memory;

import io.parley.domain.port.UserKeys;
import io.parley.testkit.contract.UserKeysContract;
import java.util.List;

class MemoryUserKeysTest implements UserKeysContract {
  private final UserKeys keys = new MemoryUserKeys();

  @Override
  public List<UserKeys> nodes() {
    return List.of(keys, keys);
  }
}
