package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.contact.BlockUser;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;

/** Blocking other users. */
final class BlockRoutes {
  private static final int DEFAULT_BLOCKS = 20;

  private final BlockUser blockUser;
  private final LaterAnswers later;

  BlockRoutes(BlockUser blockUser, LaterAnswers later) {
    this.blockUser = blockUser;
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.put("/blocks/{id}", this::block);
    routes.delete("/blocks/{id}", this::unblock);
    routes.get("/blocks", this::list);
  }

  private void block(Context ctx, UserId caller) {
    UserId other = PathIds.user(ctx);
    later.answer(
        ctx,
        () -> {
          blockUser.block(caller, other);
          return ConfirmationResponse.of("User blocked");
        });
  }

  private void unblock(Context ctx, UserId caller) {
    UserId other = PathIds.user(ctx);
    later.answer(
        ctx,
        () -> {
          blockUser.unblock(caller, other);
          return ConfirmationResponse.of("User unblocked");
        });
  }

  private void list(Context ctx, UserId caller) {
    PageRequest request = QueryParameters.of(ctx).page(DEFAULT_BLOCKS);
    later.answer(
        ctx, () -> DataResponse.of(BlockPageResponse.from(blockUser.list(caller, request))));
  }
}
