package io.parley.examples.h2;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.testkit.contract.UserDirectoryContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class H2UserDirectoryTest implements UserDirectoryContract {
  private final H2Fixture fixture = new H2Fixture();

  @Override
  public UserDirectory directory() {
    return fixture.stores().users();
  }

  @Override
  public void hostAdds(User user) {
    fixture.addUsers(List.of(user));
  }

  @AfterEach
  void close() {
    fixture.close();
  }
}
