package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.user.UserId;
import java.util.concurrent.CompletableFuture;

/**
 * Routes below one path that nobody reaches without a valid token, nor too often. HEAD answers like
 * GET, without the body.
 */
final class UserRoutes {
  private final RoutesConfig routes;
  private final String basePath;
  private final Authentication authentication;
  private final RateLimiter limiter;
  private final LimitedAction action;
  private final LaterAnswers later;

  UserRoutes(
      RoutesConfig routes,
      String basePath,
      Authentication authentication,
      RateLimiter limiter,
      LaterAnswers later) {
    this(routes, basePath, authentication, limiter, LimitedAction.OTHER, later);
  }

  private UserRoutes(
      RoutesConfig routes,
      String basePath,
      Authentication authentication,
      RateLimiter limiter,
      LimitedAction action,
      LaterAnswers later) {
    this.routes = routes;
    this.basePath = basePath;
    this.authentication = authentication;
    this.limiter = limiter;
    this.action = action;
    this.later = later;
  }

  /** The same, for routes that count as something of which there is a limit of its own. */
  UserRoutes of(LimitedAction other) {
    return new UserRoutes(routes, basePath, authentication, limiter, other, later);
  }

  void get(String path, UserHandler handler) {
    add(HandlerType.GET, path, handler);
    add(HandlerType.HEAD, path, handler);
  }

  void post(String path, UserHandler handler) {
    add(HandlerType.POST, path, handler);
  }

  void put(String path, UserHandler handler) {
    add(HandlerType.PUT, path, handler);
  }

  void delete(String path, UserHandler handler) {
    add(HandlerType.DELETE, path, handler);
  }

  private void add(HandlerType method, String path, UserHandler handler) {
    routes.addHttpHandler(method, basePath + path, ctx -> handleWithinLimits(ctx, handler));
  }

  private void handleWithinLimits(Context ctx, UserHandler handler) {
    limiter.spend(LimitedAction.OTHER, ctx.ip()); // whoever he is
    CompletableFuture<UserId> caller = authentication.requireCaller(ctx).toCompletableFuture();
    if (caller.isDone()) {
      handleOf(caller.join(), ctx, handler);
    } else {
      later.goOnWhenComplete(ctx, caller, user -> handleOf(user, ctx, handler));
    }
  }

  private void handleOf(UserId caller, Context ctx, UserHandler handler) {
    Authentication.isCaller(caller, ctx);
    limiter.spend(new Account(action, caller));
    RequestMark.of(ctx).run(() -> handler.handle(ctx, caller));
  }

  /** Answers a request of a known user, or throws. */
  @FunctionalInterface
  interface UserHandler {
    void handle(Context ctx, UserId caller);
  }
}
