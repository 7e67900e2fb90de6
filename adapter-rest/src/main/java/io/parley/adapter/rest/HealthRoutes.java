package io.parley.adapter.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says whether the process lives and whether it wants requests; never touches the store. */
final class HealthRoutes {
  private final Readiness readiness;

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  void register(RoutesConfig routes) {
    routes.get("/", HealthRoutes::root);
    routes.get("/health/live", HealthRoutes::live);
    routes.get("/health/ready", this::ready);
    routes.addHttpHandler(HandlerType.HEAD, "/health/ready", this::ready);
  }

  private static void root(Context ctx) {
    Answer.ok(new RootResponse("OK", "GOOD")).writeTo(ctx);
  }

  private static void live(Context ctx) {
    Answer.ok(Map.of("status", "live")).writeTo(ctx);
  }

  private void ready(Context ctx) {
    if (!readiness.isReady()) {
      ErrorAnswers.notReady(readiness.parts(), ctx);
      return;
    }
    Map<String, String> body = new LinkedHashMap<>(Map.of("status", "ready"));
    body.putAll(readiness.parts());
    Answer.ok(body).writeTo(ctx);
  }
}
