package io.parley.adapter.postgres;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.testkit.contract.UserDirectoryContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresUserDirectoryTest implements UserDirectoryContract {
  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  public UserDirectory directory() {
    return fixture.postgres().users();
  }

  @Override
  public void hostAdds(User user) {
    fixture.addUsers(List.of(user));
  }
}
