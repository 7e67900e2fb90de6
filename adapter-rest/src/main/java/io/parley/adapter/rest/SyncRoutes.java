package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.sync.CatchUp;
import io.parley.domain.page.PageRequest;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.util.Optional;

/** What changed for the caller since a cursor. */
final class SyncRoutes {
  private final CatchUp catchUp;
  private final LaterAnswers later;

  SyncRoutes(CatchUp catchUp, LaterAnswers later) {
    this.catchUp = catchUp;
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.get("/sync", this::sync);
  }

  private void sync(Context ctx, UserId caller) {
    QueryParameters query = QueryParameters.of(ctx);
    Optional<SyncCursor> cursor = query.cursor();
    int limit = query.page(PageRequest.MAX_LIMIT).limit();
    later.answer(
        ctx, () -> DataResponse.of(SyncResponse.from(catchUp.since(caller, cursor, limit))));
  }
}
