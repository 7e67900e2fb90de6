package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.parley.domain.user.UserId;

/**
 * Routes below one path that nobody reaches without a valid token. HEAD answers like GET, without
 * the body.
 */
final class UserRoutes {
  private final RoutesConfig routes;
  private final String basePath;
  private final Authentication authentication;

  UserRoutes(RoutesConfig routes, String basePath, Authentication authentication) {
    this.routes = routes;
    this.basePath = basePath;
    this.authentication = authentication;
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
    routes.addHttpHandler(
        method, basePath + path, ctx -> handler.handle(ctx, authentication.requireCaller(ctx)));
  }

  /** Answers a request of a known user, or throws. */
  @FunctionalInterface
  interface UserHandler {
    void handle(Context ctx, UserId caller);
  }
}
