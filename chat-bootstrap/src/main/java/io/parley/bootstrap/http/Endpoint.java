package io.parley.bootstrap.http;

/**
 * A method and a path that the HTTP server answers.
 *
 * @param method such as {@code GET}
 * @param path its parameters in braces, such as {@code /api/chat/messages/{id}}
 */
public record Endpoint(String method, String path) {
  @Override
  public String toString() {
    return method + " " + path;
  }
}
