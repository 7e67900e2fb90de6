package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.parley.application.access.RevokeTokens;
import io.parley.application.user.FindUsers;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** What the host's own services do, with a credential of their own: no user's token counts here. */
final class AdminRoutes {
  static final String BASE_PATH = "/api/admin";

  private final AdminAccess access;
  private final FindUsers findUsers;
  private final LaterAnswers later;

  AdminRoutes(AdminAccess access, FindUsers findUsers, LaterAnswers later) {
    this.access = access;
    this.findUsers = findUsers;
    this.later = later;
  }

  void register(RoutesConfig routes) {
    routes.post(BASE_PATH + "/users/{id}/disconnect", guarded(this::disconnect));
    routes.put(BASE_PATH + "/log-level", guarded(this::setLogLevel));
  }

  private Handler guarded(Consumer<Context> handler) {
    return ctx -> {
      String shown =
          Authentication.bearer(ctx)
              .orElseThrow(() -> new ChatException(ErrorCode.NO_TOKEN, "No token provided"));
      if (!access.isGrantedBy(shown)) {
        throw new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
      }
      RequestMark.of(ctx).run(() -> handler.accept(ctx));
    };
  }

  private void setLogLevel(Context ctx) {
    LogLevelRequest request =
        RequestBody.read(ctx, LogLevelRequest.class)
            .orElseGet(() -> new LogLevelRequest(null, null));
    String logger = request.toLogger();
    Level level = request.toLevel();
    access.logLevels().set(logger, level);
    Answer.ok(LogLevelResponse.of(logger, level)).writeTo(ctx);
  }

  private void disconnect(Context ctx) {
    UserKey key = findUsers.requireKey("id", ctx.pathParam("id"));
    Optional<Instant> notBefore =
        RequestBody.read(ctx, DisconnectRequest.class).flatMap(DisconnectRequest::toNotBefore);
    later.answer(ctx, () -> disconnected(findUsers.ofHost(key), notBefore));
  }

  private DisconnectedResponse disconnected(UserId user, Optional<Instant> notBefore) {
    RevokeTokens revokeTokens = access.revokeTokens();
    return DisconnectedResponse.of(
        user,
        notBefore.isPresent()
            ? revokeTokens.revokeUntil(user, notBefore.get())
            : revokeTokens.revokeAll(user));
  }
}
