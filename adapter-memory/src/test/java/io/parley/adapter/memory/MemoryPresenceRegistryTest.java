package io.parley.adapter.memory;

import io.parley.domain.port.PresenceRegistry;
import io.parley.testkit.contract.PresenceRegistryContract;

class MemoryPresenceRegistryTest implements PresenceRegistryContract {
  private final MemoryPresenceRegistry registry = MemoryPresenceRegistry.create();

  @Override
  public PresenceRegistry newNode() {
    return registry.join();
  }
}
