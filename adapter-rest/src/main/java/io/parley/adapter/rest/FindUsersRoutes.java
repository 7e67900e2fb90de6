package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.user.FindUsers;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.user.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which number belongs to which key of the host. */
final class FindUsersRoutes {
  private final FindUsers findUsers;
  private final LaterAnswers later;

  FindUsersRoutes(FindUsers findUsers, LaterAnswers later) {
    this.findUsers = findUsers;
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.get("/users", this::find);
  }

  private void find(Context ctx, UserId caller) {
    QueryParameters query = QueryParameters.of(ctx);
    List<String> keys = query.list("keys", FindUsers.MAX_USERS);
    Set<UserId> ids = users(query.list("ids", FindUsers.MAX_USERS));
    later.answer(
        ctx,
        () ->
            DataResponse.of(
                Stream.concat(
                        findUsers.byKeys(keys).stream(), findUsers.byIds(caller, ids).stream())
                    .distinct()
                    .map(NumberedUserResponse::from)
                    .toList()));
  }

  private static Set<UserId> users(List<String> ids) {
    Set<UserId> users = new LinkedHashSet<>();
    for (String id : ids) {
      long number = WholeNumber.parse(id).orElse(0);
      if (number == 0) {
        throw new InvalidValueException("ids", "must be positive integers");
      }
      users.add(new UserId(number));
    }
    return users;
  }
}
