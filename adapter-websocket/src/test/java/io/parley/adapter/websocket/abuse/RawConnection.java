package io.parley.adapter.websocket.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A TCP connection that says whatever it is told to, and keeps all that it has heard. */
final class RawConnection implements AutoCloseable {
  static final String UPGRADE_HEADERS =
      String.join(
          "\r\n",
          "Host: localhost",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
          "",
          "");

  private static final int CONNECT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  /** An HTTP response, as far as it is of interest. */
  record Reply(int status, String body) {}

  RawConnection(int port) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
    in = socket.getInputStream();
  }

  /** Sends an upgrade request, without waiting for the answer. */
  void upgrade(String pathAndQuery) throws IOException {
    write("GET " + pathAndQuery + " HTTP/1.1\r\n" + UPGRADE_HEADERS);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void write(String latin1) throws IOException {
    write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says that nothing more will come; what comes back can still be read. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Everything heard so far, in this moment's reading included, one character for each byte. */
  String heard() {
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads until the server closes or is silent for that long.
   *
   * @return whether it has closed
   */
  boolean readToEnd(int silenceMillis) throws IOException {
    byte[] buffer = new byte[8192];
    try {
      socket.setSoTimeout(silenceMillis);
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        heard.write(buffer, 0, read);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** The next byte; -1 at the end. */
  int read(int silenceMillis) throws IOException {
    socket.setSoTimeout(silenceMillis);
    int next = in.read();
    if (next >= 0) {
      heard.write(next);
    }
    return next;
  }

  /** The code of the close frame that was heard; 0 if there was none. */
  int closeCode() {
    byte[] bytes = heard.toByteArray();
    int at = heard().indexOf("\r\n\r\n") + 4;
    while (at + 1 < bytes.length) {
      int length = bytes[at + 1] & 0x7f;
      int payload = at + 2;
      if (length == 126) {
        length = unsigned16(bytes, at + 2);
        payload = at + 4;
      }
      if ((bytes[at] & 0x0f) == Frames.CLOSE) {
        return unsigned16(bytes, payload);
      }
      at = payload + length;
    }
    return 0;
  }

  private static int unsigned16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  /**
   * Reads one HTTP response.
   *
   * @return null if none comes in that time, or the server closes instead, or what comes is the
   *     rest of something else
   */
  @Nullable Reply reply(int silenceMillis) throws IOException {
    try {
      String head = head(silenceMillis);
      if (head == null || !head.startsWith("HTTP/1.1 ")) {
        return null;
      }
      int length = contentLength(head);
      StringBuilder body = new StringBuilder();
      for (int i = 0; i < length; i++) {
        int next = read(silenceMillis);
        if (next < 0) {
          return null;
        }
        body.append((char) next);
      }
      return new Reply(Integer.parseInt(head, 9, 12, 10), body.toString());
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  private @Nullable String head(int silenceMillis) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = read(silenceMillis);
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int contentLength(String head) {
    String name = "content-length: ";
    int start = head.toLowerCase(Locale.ROOT).indexOf(name);
    if (start < 0) {
      return 0;
    }
    int from = start + name.length();
    return Integer.parseInt(head, from, head.indexOf('\r', from), 10);
  }

  /** Breaks off with a reset, which leaves nothing behind on either side. */
  @Override
  public void close() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
