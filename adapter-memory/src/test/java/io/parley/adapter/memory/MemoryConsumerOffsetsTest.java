package io.parley.adapter.memory;

import io.parley.domain.port.ConsumerOffsets;
import io.parley.testkit.contract.ConsumerOffsetsContract;
import java.util.List;

class MemoryConsumerOffsetsTest implements ConsumerOffsetsContract {
  private final ConsumerOffsets offsets = new MemoryConsumerOffsets(System::nanoTime);

  @Override
  public List<ConsumerOffsets> nodes() {
    return List.of(offsets, offsets);
  }
}
