package io.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.domain.error.ErrorCode;

/**
 * The body of a 401.
 *
 * @param tokenRefused {@code UA} on the wire: false if there was no token at all
 */
record UnauthorizedResponse(
    String error, @JsonProperty("UA") boolean tokenRefused, String code, String requestId) {

  static UnauthorizedResponse noToken(String requestId) {
    return new UnauthorizedResponse(
        "Unauthorized: No token provided", false, ErrorCode.NO_TOKEN.wireName(), requestId);
  }

  static UnauthorizedResponse invalidToken(String requestId) {
    return new UnauthorizedResponse(
        "Unauthorized: Invalid token", true, ErrorCode.INVALID_TOKEN.wireName(), requestId);
  }
}
