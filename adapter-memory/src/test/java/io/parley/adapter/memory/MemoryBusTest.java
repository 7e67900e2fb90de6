package io.parley.adapter.memory;

import io.parley.domain.port.ClusterBus;
import io.parley.testkit.contract.ClusterBusContract;

class MemoryBusTest implements ClusterBusContract {
  private final MemoryBus first = MemoryBus.create();

  @Override
  public ClusterBus newNode() {
    return first.join();
  }
}
