package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is held of bodies that are not complete. */
@Timeout(60)
class BodyFirstTest {
  private static final int MAX_HELD = 400_000;
  private static final int LENGTH = 160_000;
  private static final int PART = 120_000;

  private final BodyFirst bodyFirst = new BodyFirst(MAX_HELD);
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final List<Socket> sockets = new ArrayList<>();

  /** Answers with the number of bytes that it was given. */
  private static final class Counting extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      int bytes = Content.Source.asByteBuffer(request).remaining();
      Content.Sink.write(response, true, bytes + " bytes", callback);
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    bodyFirst.setHandler(new Counting());
    server.setHandler(bodyFirst);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
  }

  private Socket begin(String field) throws IOException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            ("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + field + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void send(Socket socket, int bytes) throws IOException {
    socket.getOutputStream().write(new byte[bytes]);
  }

  private static void sendChunk(Socket socket, int bytes) throws IOException {
    socket
        .getOutputStream()
        .write((Integer.toHexString(bytes) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    send(socket, bytes);
    socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private void awaitHeld(long bytes) {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (bodyFirst.heldBytes() != bytes) {
      assertThat(System.nanoTime()).as("%d held", bodyFirst.heldBytes()).isLessThan(giveUpAt);
      Thread.onSpinWait();
    }
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void givenBodyThatIsTooLarge_whenMoreOfItComes_thenNothingOfItIsHeld() throws IOException {
    Socket socket = begin("Transfer-Encoding: chunked");
    sendChunk(socket, 90_000);
    awaitHeld(90_000);

    sendChunk(socket, 90_000);
    awaitHeld(0);

    sendChunk(socket, 90_000);
    socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("163841 bytes");
    assertThat(bodyFirst.heldBytes()).isZero();
  }

  @Test
  void givenManyBodies_whenTheyHoldTooMuch_thenThoseGoThatHaveComeForTheLongest()
      throws IOException {
    List<Socket> slow = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      slow.add(begin("Content-Length: " + LENGTH));
      send(slow.get(i - 1), PART);
      awaitHeld((long) i * PART);
    }

    Socket last = begin("Content-Length: " + LENGTH);
    send(last, PART);

    assertThat(isHungUp(slow.get(0))).isTrue();
    awaitHeld(3L * PART);
    for (Socket other : List.of(slow.get(1), slow.get(2), last)) {
      send(other, LENGTH - PART);
      assertThat(answer(other)).startsWith("HTTP/1.1 200").contains(LENGTH + " bytes");
    }
    assertThat(bodyFirst.heldBytes()).isZero();
  }

  private static boolean isHungUp(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
