package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Routes below one path that nobody reaches without a valid token, nor too often. HEAD answers like
 * GET, without the body.
 */
final class UserRoutes {
  /**
   * After a request that comes too soon its connection waits for so long: or who asks on regardless
   * would cost the most, and others would wait for it.
   */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final RoutesConfig routes;
  private final String basePath;
  private final Authentication authentication;
  private final RateLimiter limiter;
  private final LaterAnswers later;
  private final LimitedAction action;

  UserRoutes(
      RoutesConfig routes,
      String basePath,
      Authentication authentication,
      RateLimiter limiter,
      LaterAnswers later) {
    this(routes, basePath, authentication, limiter, later, LimitedAction.OTHER);
  }

  private UserRoutes(
      RoutesConfig routes,
      String basePath,
      Authentication authentication,
      RateLimiter limiter,
      LaterAnswers later,
      LimitedAction action) {
    this.routes = routes;
    this.basePath = basePath;
    this.authentication = authentication;
    this.limiter = limiter;
    this.later = later;
    this.action = action;
  }

  /** The same, for routes that count as something of which there is a limit of its own. */
  UserRoutes of(LimitedAction other) {
    return new UserRoutes(routes, basePath, authentication, limiter, later, other);
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
    UserId caller = authentication.requireCaller(ctx);
    try {
      limiter.spend(new Account(action, caller));
    } catch (RateLimitedException refused) {
      later.answerWhenComplete(ctx, afterPause(refused));
      return;
    }
    RequestMark.of(ctx).run(() -> handler.handle(ctx, caller));
  }

  private static CompletionStage<Answer> afterPause(RateLimitedException refused) {
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(nothing -> CompletableFuture.failedFuture(refused));
  }

  /** Answers a request of a known user, or throws. */
  @FunctionalInterface
  interface UserHandler {
    void handle(Context ctx, UserId caller);
  }
}
