package io.parley.adapter.websocket.connection;

/**
 * What is compressed on the way to the client.
 *
 * @param webSocket whether to agree to permessage-deflate (RFC 7692). It costs a deflater and an
 *     inflater, some 300 KB, for each connection that asks for it (all browsers do), and a
 *     broadcast is then compressed for each of them anew.
 * @param pollingThreshold bytes; the answer to a poll is gzipped from this size on, if the client
 *     accepts that
 */
public record Compression(boolean webSocket, int pollingThreshold) {
  private static final int NODE_THRESHOLD = 1_024;

  public Compression {
    if (pollingThreshold < 1) {
      throw new IllegalArgumentException("the threshold must be at least 1");
    }
  }

  /** As the Node.js server: WebSocket frames never, polls from 1,024 bytes on. */
  public static Compression defaults() {
    return new Compression(false, NODE_THRESHOLD);
  }
}
