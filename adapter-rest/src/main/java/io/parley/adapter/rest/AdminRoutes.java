package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.parley.application.access.RevokeTokens;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** What the host's own services do, with a credential of their own: no user's token counts here. */
final class AdminRoutes {
  static final String BASE_PATH = "/api/admin";

  private final AdminAccess access;
  private final LaterAnswers later;

  AdminRoutes(AdminAccess access, LaterAnswers later) {
    this.access = access;
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
    UserId user = PathIds.user(ctx);
    Optional<Instant> notBefore =
        RequestBody.read(ctx, DisconnectRequest.class).flatMap(DisconnectRequest::toNotBefore);
    RevokeTokens revokeTokens = access.revokeTokens();
    later.answer(
        ctx,
        () ->
            DisconnectedResponse.of(
                user,
                notBefore.isPresent()
                    ? revokeTokens.revokeUntil(user, notBefore.get())
                    : revokeTokens.revokeAll(user)));
  }
}
