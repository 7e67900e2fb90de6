package io.parley.adapter.rest;

import java.util.Optional;

/** Is told of every request that was answered, for whoever counts. Must not block, nor throw. */
@FunctionalInterface
public interface RequestObserver {
  /** One that does not care. */
  static RequestObserver none() {
    return request -> {};
  }

  void answered(Answered request);

  /**
   * A request and its answer.
   *
   * @param method of the route; {@code none} if there is none
   * @param route as it is registered, such as {@code /api/chat/messages/{id}}, never the path that
   *     was asked for; {@code none} if there is none
   * @param code of an error, such as {@code not_found}; empty for anything else
   */
  record Answered(String method, String route, int status, Optional<String> code, long nanos) {}
}
