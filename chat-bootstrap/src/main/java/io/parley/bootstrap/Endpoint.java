package io.parley.bootstrap;

import io.javalin.Javalin;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A method and a path that the HTTP server answers.
 *
 * @param method such as {@code GET}
 * @param path its parameters in braces, such as {@code /api/chat/messages/{id}}
 */
public record Endpoint(String method, String path) {
  static Set<Endpoint> of(Javalin http) {
    return http.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> new Endpoint(endpoint.method.name(), endpoint.path))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
