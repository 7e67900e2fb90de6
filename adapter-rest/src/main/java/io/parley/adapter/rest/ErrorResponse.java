package io.parley.adapter.rest;

import io.parley.domain.error.ChatException;

/**
 * The body of every error but 401.
 *
 * @param error one sentence for a person
 * @param code stable and machine-readable, in snake_case
 * @param requestId also in the header {@code X-Request-Id} and in the log
 */
record ErrorResponse(String error, String code, String requestId) {
  static ErrorResponse from(ChatException refusal, String requestId) {
    return new ErrorResponse(refusal.detail(), refusal.code().wireName(), requestId);
  }

  static ErrorResponse from(TransportError error, String requestId) {
    return new ErrorResponse(error.text(), error.wireName(), requestId);
  }
}
