package io.parley.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * One Socket.IO connection over a WebSocket (RFC 6455, Engine.IO 4, Socket.IO 5). Frames go out
 * with a masking key of zero, which leaves the payload as it is.
 */
public final class WireSocket {
  private static final byte[] UPGRADED = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);
  private static final String DISCONNECT = "41";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final InetSocketAddress server;
  private final String token;
  private final SocketListener listener;
  private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
  private final Text text = new Text();
  private byte[] pending = new byte[512];
  private int pendingBytes;
  private boolean upgraded;
  private boolean ended;

  WireSocket(
      SocketChannel channel,
      SelectionKey key,
      InetSocketAddress server,
      String token,
      SocketListener listener) {
    this.channel = channel;
    this.key = key;
    this.server = server;
    this.token = token;
    this.listener = listener;
  }

  /** Emits an event: {@code arguments} is the JSON of its arguments, comma separated. */
  public void emit(String name, String arguments) {
    send("42[\"" + name + "\"," + arguments + "]");
  }

  /** As {@link #emit(String, String)}, asking for an acknowledgement. */
  public void emit(int ackId, String name, String arguments) {
    send("42" + ackId + "[\"" + name + "\"," + arguments + "]");
  }

  /**
   * Reads no more from here on, so that what the server sends stays with the server.
   *
   * @param receiveBuffer bytes that the system may still take for it
   */
  public void stopReading(int receiveBuffer) {
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    } catch (IOException e) {
      fail(String.valueOf(e));
      return;
    }
    key.interestOpsAnd(~SelectionKey.OP_READ);
  }

  void finishConnect() throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    write(
        ByteBuffer.wrap(
            ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                    + "Host: "
                    + server.getHostString()
                    + ":"
                    + server.getPort()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
  }

  private void send(String message) {
    byte[] payload = message.getBytes(StandardCharsets.UTF_8);
    int extra = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
    ByteBuffer frame = ByteBuffer.allocate(2 + extra + 4 + payload.length);
    frame.put((byte) (0x80 | TEXT));
    switch (extra) {
      case 0 -> frame.put((byte) (0x80 | payload.length));
      case 2 -> frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
      default -> frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    try {
      write(frame);
    } catch (IOException e) {
      fail(String.valueOf(e));
    }
  }

  private void write(ByteBuffer frame) throws IOException {
    if (ended) {
      return;
    }
    if (unsent.isEmpty()) {
      channel.write(frame);
    }
    if (frame.hasRemaining()) {
      unsent.add(frame);
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  void flush() throws IOException {
    for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        return;
      }
      unsent.remove();
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
  }

  void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      fail("end of stream");
      return;
    }
    buffer.flip();
    if (pending.length < pendingBytes + count) {
      pending = Arrays.copyOf(pending, Math.max(pending.length * 2, pendingBytes + count));
    }
    buffer.get(pending, pendingBytes, count);
    pendingBytes += count;
    int used = upgraded ? 0 : readUpgrade();
    if (upgraded) {
      used += readFrames(used);
    }
    System.arraycopy(pending, used, pending, 0, pendingBytes - used);
    pendingBytes -= used;
  }

  private int readUpgrade() {
    text.set(pending, 0, pendingBytes);
    for (int i = 3; i < pendingBytes; i++) {
      if (pending[i] == '\n' && pending[i - 1] == '\r' && pending[i - 2] == '\n') {
        if (!text.startsWith(UPGRADED)) {
          fail("not upgraded: " + text);
          return pendingBytes;
        }
        upgraded = true;
        return i + 1;
      }
    }
    return 0;
  }

  private int readFrames(int from) {
    int at = from;
    while (pendingBytes - at >= 2 && !ended) {
      int opcode = pending[at] & 0x0f;
      int header = 2;
      long length = pending[at + 1] & 0x7f;
      if (length >= 126) {
        header = length == 126 ? 4 : 10;
        if (pendingBytes - at < header) {
          break;
        }
        ByteBuffer extended = ByteBuffer.wrap(pending, at + 2, header - 2);
        length = header == 4 ? extended.getShort() & 0xffff : extended.getLong();
      }
      if (pendingBytes - at < header + length) {
        break;
      }
      frame(opcode, at + header, at + header + (int) length);
      at += header + (int) length;
    }
    return at - from;
  }

  private void frame(int opcode, int from, int to) {
    switch (opcode) {
      case TEXT -> packet(from, to);
      case CLOSE -> fail("closed by the server");
      case PING -> {}
      default -> fail("unexpected frame " + opcode);
    }
  }

  private void packet(int from, int to) {
    switch (pending[from]) {
      case '0' -> send("40{\"token\":\"" + token + "\"}");
      case '2' -> send("3");
      case '4' -> message(from + 1, to);
      default -> {}
    }
  }

  private void message(int from, int to) {
    switch (pending[from]) {
      case '0' -> listener.connected(this);
      case '2' -> {
        text.set(pending, from + 1, to);
        listener.event(this, text);
      }
      case '3' -> acknowledgement(from + 1, to);
      default -> fail("refused: " + new String(pending, from, to - from, StandardCharsets.UTF_8));
    }
  }

  private void acknowledgement(int from, int to) {
    int at = from;
    int id = 0;
    for (; pending[at] != '['; at++) {
      id = id * 10 + (pending[at] - '0');
    }
    text.set(pending, at, to);
    listener.acknowledged(this, id, text);
  }

  void fail(String reason) {
    if (!ended) {
      close();
      listener.closed(reason);
    }
  }

  /** Says goodbye, so that nobody waits for it to come back, and hangs up. */
  void leave() {
    send(DISCONNECT);
    if (!ended) {
      close();
    }
  }

  /** Hangs up without a closing handshake; the listener hears nothing more. */
  public void close() {
    ended = true;
    key.cancel();
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // then there is nothing to hang up
    }
  }
}
