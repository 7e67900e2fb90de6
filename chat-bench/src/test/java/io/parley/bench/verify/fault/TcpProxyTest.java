package io.parley.bench.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bench.verify.fault.TcpProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In front of a server that sends back whatever it gets. */
class TcpProxyTest {
  private static final int SHORT_MILLIS = 150;
  private static final int LONG_MILLIS = 5_000;

  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
    proxy = new TcpProxy((InetSocketAddress) echo.getLocalSocketAddress());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = echo.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      long unused = socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException broken) {
      // by the proxy, as it was told to
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
    socket.setSoTimeout(LONG_MILLIS);
    return socket;
  }

  private static byte[] echoed(Socket socket, byte[] bytes) throws IOException {
    daemon(
        () -> {
          try {
            socket.getOutputStream().write(bytes);
          } catch (IOException broken) {
            // the reading side finds out
          }
        });
    return socket.getInputStream().readNBytes(bytes.length);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  @Test
  void givenNoFault_whenMuchIsSent_thenEverythingPasses() throws IOException {
    try (Socket one = connect();
        Socket other = connect()) {
      assertThat(echoed(one, bytes(3_000_000))).isEqualTo(bytes(3_000_000));
      assertThat(echoed(other, bytes(10))).isEqualTo(bytes(10));
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  @Test
  void givenClientThatHasNoMoreToSay_whenClosed_thenTheServerIsClosedToo() throws Exception {
    try (Socket one = connect()) {
      assertThat(echoed(one, bytes(10))).isEqualTo(bytes(10));
    }

    long end = System.nanoTime() + Duration.ofMillis(LONG_MILLIS).toNanos();
    while (proxy.connections() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(proxy.connections()).isZero();
  }

  @Test
  void givenTwoConnections_whenOneIsCut_thenTheOtherGoesOn() throws IOException {
    try (Socket first = connect();
        Socket second = connect()) {
      assertThat(echoed(first, bytes(10))).isEqualTo(bytes(10));
      assertThat(echoed(second, bytes(10))).isEqualTo(bytes(10));

      boolean cut = false;
      for (long number = 0; number < 5 && !cut; number++) { // a stranger may have come before
        long chosen = number;
        proxy.cut(one -> one == chosen);
        cut = isCut(first);
      }

      assertThat(cut).isTrue();
      assertThat(echoed(second, bytes(10))).isEqualTo(bytes(10));
    }
  }

  private static boolean isCut(Socket socket) throws IOException {
    try {
      byte[] unused = echoed(socket, bytes(10));
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void givenCutAfterSomeBytes_whenMoreAreSent_thenOnlyThosePass() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));

      proxy.cutAfter(number -> true, 4);

      assertThatThrownBy(() -> assertThat(echoed(socket, bytes(10))).hasSizeLessThanOrEqualTo(4))
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void givenRefusal_whenConnected_thenItIsResetAndLaterPassesAgain() throws IOException {
    proxy.refuse(true);

    assertThatThrownBy(
            () -> {
              try (Socket socket = connect()) {
                assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));
              }
            })
        .isInstanceOfAny(SocketException.class, AssertionError.class);

    proxy.heal();
    try (Socket socket = connect()) {
      assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));
    }
  }

  @Test
  void givenStall_whenHealed_thenWhatWasHeldBackArrives() throws IOException {
    for (Direction direction : Direction.values()) {
      try (Socket socket = connect()) {
        assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));
        proxy.stallAll(direction);
        socket.setSoTimeout(SHORT_MILLIS);

        assertThatThrownBy(() -> echoed(socket, bytes(10)))
            .isInstanceOf(SocketTimeoutException.class);

        proxy.heal();
        socket.setSoTimeout(LONG_MILLIS);
        assertThat(socket.getInputStream().readNBytes(10)).isEqualTo(bytes(10));
      }
    }
  }

  @Test
  void givenStallOfAll_whenConnected_thenNothingPassesUntilHealed() throws IOException {
    proxy.stallAll(Direction.BOTH);
    try (Socket socket = connect()) {
      socket.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> echoed(socket, bytes(200_000)))
          .isInstanceOf(SocketTimeoutException.class);

      proxy.heal();

      socket.setSoTimeout(LONG_MILLIS);
      byte[] all = socket.getInputStream().readNBytes(200_000);
      assertThat(Arrays.equals(all, bytes(200_000))).isTrue();
    }
  }

  @Test
  void givenDelay_whenSent_thenBothWaysTakeSoLong() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));
      proxy.delay(Duration.ofMillis(100));
      long began = System.nanoTime();

      assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));

      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
      proxy.heal();
      assertThat(echoed(socket, bytes(10))).isEqualTo(bytes(10));
    }
  }
}
