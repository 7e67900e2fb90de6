package io.parley.adapter.rest;

import java.util.Locale;

/** What can be wrong with a request before the chat has a say in it. */
enum TransportError {
  FOREIGN_ORIGIN(403, "Pages of this origin may not act by the session cookie"),
  NOT_FOUND(404, "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "This path does not support this method"),
  MALFORMED_REQUEST(400, "The request is not well-formed HTTP"),
  MALFORMED_JSON(400, "The body is not well-formed JSON"),
  REQUEST_TIMEOUT(408, "The request did not arrive in time"),
  BODY_TOO_LARGE(413, "The body must not be larger than " + RequestBody.MAX_BYTES + " bytes"),
  URI_TOO_LONG(414, "The URI is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json in UTF-8, not compressed"),
  HEADERS_TOO_LARGE(431, "The header fields are too large"),
  HTTP_VERSION_NOT_SUPPORTED(505, "Only HTTP/1.1 is supported"),
  NOT_READY(503, "The service is not ready"),
  INTERNAL(500, "Internal error");

  private final int status;
  private final String text;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  TransportError(int status, String text) {
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }

  /** The stable, machine-readable name, such as {@code not_found}. */
  String wireName() {
    return wireName;
  }

  /** What best names a status that the server below us chose. */
  static TransportError ofStatus(int status) {
    return switch (status) {
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 408 -> REQUEST_TIMEOUT;
      case 413 -> BODY_TOO_LARGE;
      case 414 -> URI_TOO_LONG;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 431 -> HEADERS_TOO_LARGE;
      case 505 -> HTTP_VERSION_NOT_SUPPORTED;
      case 503 -> NOT_READY;
      default -> status < 500 ? MALFORMED_REQUEST : INTERNAL;
    };
  }
}
