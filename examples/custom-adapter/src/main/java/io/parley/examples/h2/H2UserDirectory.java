package io.parley.examples.h2;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The users of the table or view {@code chat.users}. */
final class H2UserDirectory implements UserDirectory {
  private final Database database;

  H2UserDirectory(Database database) {
    this.database = database;
  }

  @Override
  public Map<UserId, User> find(Set<UserId> users) {
    List<Long> ids = users.stream().map(UserId::value).toList();
    String sql =
        "SELECT id AS user_id, name AS user_name, username AS user_username,"
            + " profile_name AS user_profile_name, profile_photo AS user_profile_photo"
            + " FROM chat.users WHERE id IN "
            + Sql.in(ids);
    return database
        .read(connection -> Sql.list(connection, sql, row -> Rows.user(row, "user"), ids))
        .stream()
        .collect(Collectors.toMap(User::id, Function.identity()));
  }
}
