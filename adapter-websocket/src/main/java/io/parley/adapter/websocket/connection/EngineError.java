package io.parley.adapter.websocket.connection;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/** The errors that answer a request, with the codes and texts of the Node.js server. */
enum EngineError {
  TRANSPORT_UNKNOWN(0, "Transport unknown", HttpStatus.BAD_REQUEST_400),
  SESSION_UNKNOWN(1, "Session ID unknown", HttpStatus.BAD_REQUEST_400),
  BAD_HANDSHAKE_METHOD(2, "Bad handshake method", HttpStatus.BAD_REQUEST_400),
  BAD_REQUEST(3, "Bad request", HttpStatus.BAD_REQUEST_400),
  FORBIDDEN(4, "Forbidden", HttpStatus.FORBIDDEN_403),
  UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version", HttpStatus.BAD_REQUEST_400),
  /** Not in the protocol: an address has or asks for too much. */
  TOO_MANY_REQUESTS(3, "Too many requests", HttpStatus.TOO_MANY_REQUESTS_429),
  /** Not in the protocol: the server is stopping and the client should come back. */
  SHUTTING_DOWN(4, "Server is shutting down", HttpStatus.SERVICE_UNAVAILABLE_503);

  private final int code;
  private final String message;
  private final int status;

  EngineError(int code, String message, int status) {
    this.code = code;
    this.message = message;
    this.status = status;
  }

  /** For whoever counts, such as {@code session_unknown}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  int status() {
    return status;
  }

  byte[] json() {
    return ("{\"code\":" + code + ",\"message\":\"" + message + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The body for a refused WebSocket upgrade. */
  byte[] text() {
    return message.getBytes(StandardCharsets.UTF_8);
  }
}
