package shop;

import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** By what the chat calls the shop's accounts, and the other way round. */
@Component
class ChatUsers {
  private final UserKeys keys;

  ChatUsers(UserKeys keys) {
    this.keys = keys;
  }

  /** Empty if there is no such account. */
  Optional<UserId> find(UUID account) {
    return keys.find(Set.of(key(account))).values().stream().findFirst();
  }

  UUID account(UserId user) {
    return UUID.fromString(keys.keysOf(Set.of(user)).get(user).text());
  }

  /** As it is in tokens. */
  static UserKey key(UUID account) {
    return new UserKey(account.toString());
  }
}
