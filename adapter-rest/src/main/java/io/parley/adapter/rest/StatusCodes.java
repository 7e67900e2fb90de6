package io.parley.adapter.rest;

import io.javalin.http.HttpStatus;
import io.parley.domain.error.ErrorCode;

/** The one mapping of the domain's errors to HTTP. */
final class StatusCodes {
  private StatusCodes() {}

  static HttpStatus statusOf(ErrorCode code) {
    return switch (code) { // no default branch: a new code has to be decided here
      case INVALID_REQUEST,
          MESSAGE_TO_SELF,
          RECEIVER_NOT_FOUND,
          CHAT_NOT_ALLOWED,
          MESSAGE_REFUSED ->
          HttpStatus.BAD_REQUEST;
      case NO_TOKEN, INVALID_TOKEN, TOKEN_EXPIRED, TOKEN_REVOKED -> HttpStatus.UNAUTHORIZED;
      case SENDER_NOT_FOUND, NOT_THE_AUTHOR, NOT_YOUR_REQUEST -> HttpStatus.FORBIDDEN;
      case CONVERSATION_NOT_FOUND, MESSAGE_NOT_FOUND, REQUEST_NOT_FOUND, USER_NOT_FOUND ->
          HttpStatus.NOT_FOUND;
      case IDEMPOTENCY_CONFLICT, REQUEST_ANSWERED, REQUEST_PENDING, ALREADY_IN_CONTACT ->
          HttpStatus.CONFLICT;
      case RESYNC_REQUIRED -> HttpStatus.GONE;
      case RATE_LIMITED, TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
      case STORE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}
