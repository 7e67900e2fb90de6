package io.parley.adapter.rest;

import java.util.Optional;

/** Is told of every request, for whoever counts or follows. Must not block, nor throw. */
@FunctionalInterface
public interface RequestObserver {
  /** One that does not care. */
  static RequestObserver none() {
    return request -> {};
  }

  /**
   * A request of the API has come; nothing of it has been looked at yet.
   *
   * @param method as it was sent
   * @return follows it to its answer
   */
  default FollowedRequest arrived(String method, Headers headers) {
    return FollowedRequest.byNobody();
  }

  void answered(Answered request);

  /** What a request has in its header. */
  @FunctionalInterface
  interface Headers {
    /**
     * The first value of a field.
     *
     * @param name in any case
     */
    Optional<String> first(String name);
  }

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
