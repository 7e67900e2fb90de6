package io.parley.adapter.memory;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.testkit.contract.UserDirectoryContract;
import io.parley.testkit.fixture.Fixture;

class MemoryUserDirectoryTest implements UserDirectoryContract {
  private final MemoryUserDirectory directory = new MemoryUserDirectory(Fixture.users());

  @Override
  public UserDirectory directory() {
    return directory;
  }

  @Override
  public void hostAdds(User user) {
    directory.put(user);
  }
}
