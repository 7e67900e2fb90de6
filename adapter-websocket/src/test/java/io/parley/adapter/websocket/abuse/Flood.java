package io.parley.adapter.websocket.abuse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client that writes as fast as the server lets it, and reads nothing. */
final class Flood implements AutoCloseable {
  /** Far more than the socket buffers of both sides can hold. */
  static final long LIMIT = 64L << 20;

  private static final int SMALL = 4_096;
  private static final int STALLED_MILLIS = 1_500;
  private static final int BATCH = 65_536;

  private final SocketChannel channel;
  private final Selector selector;

  Flood(int port) throws IOException {
    channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    selector = Selector.open();
    SelectionKey unused = channel.register(selector, SelectionKey.OP_WRITE);
  }

  void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && isTaken()) {
      int unused = channel.write(buffer);
    }
  }

  /**
   * Repeats it until the server takes no more for a while.
   *
   * @return how many bytes it took; {@link #LIMIT} or more if there seems to be no end
   */
  long repeat(byte[] bytes) throws IOException {
    ByteBuffer batch = ByteBuffer.allocate(bytes.length * Math.max(1, BATCH / bytes.length));
    while (batch.hasRemaining()) {
      batch.put(bytes);
    }
    batch.flip();
    long taken = 0;
    while (taken < LIMIT && isTaken()) {
      taken += channel.write(batch);
      if (!batch.hasRemaining()) {
        batch.rewind();
      }
    }
    return taken;
  }

  private boolean isTaken() throws IOException {
    selector.selectedKeys().clear();
    return selector.select(STALLED_MILLIS) > 0;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }
}
