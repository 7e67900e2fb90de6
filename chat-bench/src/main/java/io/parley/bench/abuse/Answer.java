package io.parley.bench.abuse;

import io.parley.bench.abuse.Tally.Kind;

/**
 * What came back for one attempt.
 *
 * @param status of the HTTP response; {@link #CLOSED}, {@link #SILENT} or {@link #SOCKET}
 * @param text all of the response, or the packet, one character for each byte
 */
record Answer(int status, String text) {
  private static final int CLOSED = 0;
  private static final int SILENT = 1;
  private static final int SOCKET = 2;

  static Answer closed() {
    return new Answer(CLOSED, "");
  }

  static Answer silent() {
    return new Answer(SILENT, "");
  }

  /** A packet of Socket.IO: of the connection itself, an event or an acknowledgement. */
  static Answer packet(String packet) {
    return new Answer(SOCKET, packet);
  }

  Kind kind() {
    return switch (status) {
      case CLOSED -> Kind.CLOSED;
      case SILENT -> Kind.IGNORED;
      case SOCKET -> kindOfPacket();
      case 429 -> Kind.LIMITED;
      case 503 -> Kind.UNAVAILABLE;
      default -> status < 300 ? Kind.ACCEPTED : Kind.REFUSED;
    };
  }

  private Kind kindOfPacket() {
    if (text.contains("\"rate_limited\"") || text.contains("\"too_many\"")) {
      return Kind.LIMITED;
    }
    if (text.contains("\"store_unavailable\"")) {
      return Kind.UNAVAILABLE;
    }
    boolean refusal =
        text.startsWith("44") || text.contains("\"ok\":false") || text.startsWith("42[\"error\"");
    return refusal ? Kind.REFUSED : Kind.ACCEPTED;
  }

  /**
   * Whether the service says that it has failed. 503 is something that it may say; 501 and 505 are
   * about the request, whose method or version there is not.
   */
  boolean isFailure() {
    return status >= 500 && status != 501 && status != 503 && status != 505;
  }
}
