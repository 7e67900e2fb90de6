package io.parley.adapter.memory;

import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserDirectory;
import io.parley.testkit.contract.ProfileStoreContract;

class MemoryProfilesTest implements ProfileStoreContract {
  private final MemoryProfiles profiles = new MemoryProfiles();

  @Override
  public ProfileStore profiles() {
    return profiles;
  }

  @Override
  public UserDirectory directory() {
    return profiles;
  }
}
