package io.parley.bench.abuse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A TCP connection that says whatever it is told to, and understands what comes back: responses of
 * HTTP/1.1, and frames of WebSocket after an upgrade. Used by one thread, or by one that writes and
 * one that reads.
 */
final class HostileConnection implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int FINAL = 0x80;
  static final int COMPRESSED = 0x40;

  /** How long an answer may take before the attempt counts as ignored. */
  static final int PATIENCE_MILLIS = 5_000;

  private static final int CONNECT_MILLIS = 10_000;
  private static final int MASKED = 0x80;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] heard = new byte[512];
  private int from;
  private int to;
  private boolean ended;

  HostileConnection(InetSocketAddress server) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(server, CONNECT_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Writes one byte for each character, so that anything can be said. */
  void write(String latin1) throws IOException {
    write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Sends a request and waits for its response.
   *
   * @param headers each with its line break
   */
  Answer ask(String methodAndTarget, String headers, byte[] body) throws IOException {
    byte[] head =
        (methodAndTarget
                + " HTTP/1.1\r\nHost: "
                + host()
                + "\r\n"
                + headers
                + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "")
                + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    try {
      write(request);
    } catch (IOException e) {
      return answer(PATIENCE_MILLIS); // it may have answered before it has hung up
    }
    return answer(PATIENCE_MILLIS);
  }

  Answer ask(String methodAndTarget, String headers) throws IOException {
    return ask(methodAndTarget, headers, new byte[0]);
  }

  /** Asks for a WebSocket to the Socket.IO server. */
  Answer upgrade(String headers) throws IOException {
    write(upgradeRequest(headers));
    return answer(PATIENCE_MILLIS);
  }

  String upgradeRequest(String headers) {
    return "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: "
        + host()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + headers
        + "\r\n";
  }

  String host() {
    return "localhost:" + socket.getPort();
  }

  /** The next response; closed or silent if there is none in that time. */
  Answer answer(int patienceMillis) throws IOException {
    Deadline deadline = Deadline.in(java.time.Duration.ofMillis(patienceMillis));
    int end = responseEnd();
    while (end < 0) {
      if (ended) {
        return Answer.closed();
      }
      if (!fill(deadline)) {
        return ended ? Answer.closed() : Answer.silent();
      }
      end = responseEnd();
    }
    String response = latin1(from, end);
    from = end;
    int status = response.matches("(?s)HTTP/1\\.[01] \\d{3}.*") ? statusOf(response) : 200;
    return new Answer(status, response);
  }

  private static int statusOf(String response) {
    return Integer.parseInt(response, 9, 12, 10);
  }

  /** Where the response that has begun ends; -1 if not all of it is here. */
  private int responseEnd() {
    String text = latin1(from, to);
    int head = text.indexOf(END_OF_HEAD);
    if (head < 0) {
      return -1;
    }
    int body = head + END_OF_HEAD.length();
    String lower = text.substring(0, head).toLowerCase(Locale.ROOT);
    if (lower.startsWith("http/1.1 101")) {
      return from + body;
    }
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      int last =
          text.startsWith("0\r\n\r\n", body) ? body - 2 : text.indexOf("\r\n0\r\n\r\n", body);
      return last < 0 ? -1 : from + last + 7;
    }
    int length = lower.indexOf("\r\ncontent-length:");
    if (length < 0) {
      return from + body;
    }
    int digits = length + "\r\ncontent-length:".length();
    int lineEnd = lower.indexOf('\r', digits);
    int end =
        from
            + body
            + Integer.parseInt(
                lower.substring(digits, lineEnd < 0 ? lower.length() : lineEnd).trim());
    return end <= to ? end : -1;
  }

  /** Sends a whole text message. */
  void text(String message) throws IOException {
    write(frame(FINAL | TEXT, message.getBytes(StandardCharsets.UTF_8)));
  }

  /** A frame with a mask of zeros, which leaves the payload as it is. */
  static byte[] frame(int first, byte[] payload) {
    int extra = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
    ByteBuffer frame = ByteBuffer.allocate(2 + extra + 4 + payload.length);
    frame.put((byte) first);
    switch (extra) {
      case 0 -> frame.put((byte) (MASKED | payload.length));
      case 2 -> frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
      default -> frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    return frame.putInt(0).put(payload).array();
  }

  /** The next message that is no ping; closed or silent if there is none in that time. */
  Answer message(long patienceMillis) throws IOException {
    Deadline deadline = Deadline.in(java.time.Duration.ofMillis(patienceMillis));
    while (true) {
      int opcode = to - from >= 2 ? heard[from] & 0x0f : -1;
      int payload = payloadStart();
      if (payload >= 0) {
        int end = payload + payloadLength(payload);
        String message = latin1(payload, end);
        from = end;
        if (opcode == CLOSE) {
          ended = true;
          return Answer.closed();
        }
        if (opcode == TEXT || opcode == BINARY) {
          if (message.equals("2")) {
            text("3");
          } else {
            return Answer.packet(message);
          }
        }
      } else if (ended || !fill(deadline)) {
        return ended ? Answer.closed() : Answer.silent();
      }
    }
  }

  /** Where the payload of the frame that is here begins; -1 if not all of the frame is here. */
  private int payloadStart() {
    if (to - from < 2) {
      return -1;
    }
    int length = heard[from + 1] & 0x7f;
    int header = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (to - from < header) {
      return -1;
    }
    int start = from + header;
    return start + payloadLength(start) <= to ? start : -1;
  }

  private int payloadLength(int start) {
    int header = start - from;
    return switch (header) {
      case 2 -> heard[from + 1] & 0x7f;
      case 4 -> ByteBuffer.wrap(heard).getShort(from + 2) & 0xffff;
      default -> (int) ByteBuffer.wrap(heard).getLong(from + 2);
    };
  }

  /** Reads what is there; false if nothing came until then. */
  private boolean fill(Deadline deadline) throws IOException {
    if (from > 0) {
      System.arraycopy(heard, from, heard, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == heard.length) {
      heard = Arrays.copyOf(heard, 2 * heard.length);
    }
    try {
      socket.setSoTimeout((int) Math.max(1, deadline.leftMillis()));
      int count = in.read(heard, to, heard.length - to);
      ended = count < 0;
      to += Math.max(0, count);
      return count > 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      ended = true; // a reset
      return false;
    }
  }

  private String latin1(int start, int end) {
    return new String(heard, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Breaks off with a reset, which leaves nothing behind on either side. */
  @Override
  public void close() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
