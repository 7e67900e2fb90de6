package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.message.MessageContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for much and take little of it. */
@Timeout(60)
class SlowReaderTest {
  /** More than the server has threads. */
  private static final int CROWD = 260;

  /** More than the buffers of a connection hold. */
  private static final int LARGE = 8 * 1024 * 1024;

  private static final int SMALL_WINDOW = 4_096;
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMillis(50);

  @Test
  void givenManyWhoDoNotRead_whenAnotherAsks_thenHeIsAnswered() throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try (RestServer server = RestServer.start()) {
      for (int i = 0; i < 10; i++) {
        server.stored(
            aDraft()
                .from(ALICE)
                .to(BOB)
                .saying("€".repeat(MessageContent.MAX_CODE_POINTS))
                .build());
      }
      String history =
          "GET /api/chat/conversations/1/messages?limit=10 HTTP/1.1\r\nHost: localhost\r\n"
              + "Authorization: Bearer "
              + FakeTokens.of(ALICE)
              + "\r\n\r\n";
      for (int i = 0; i < CROWD; i++) {
        Socket socket = connect(server.port());
        crowd.add(socket);
        socket.getOutputStream().write(history.getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(server.get(BOB, "/api/chat/unread-count").status()).isEqualTo(200);

      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void givenTwoRequestsOnOneConnection_whenItsClientIsSlow_thenBothAnswersAreWhole()
      throws Exception {
    try (Large server = new Large(new WriteBehind.Limits(4L * LARGE, NEVER, 1, OFTEN));
        Socket socket = server.ask("GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      server.awaitAnswer();
      socket.getOutputStream().write(Large.GET.getBytes(StandardCharsets.US_ASCII));

      InputStream in = socket.getInputStream();
      for (int answer = 0; answer < 2; answer++) {
        readHead(in);
        assertThat(Arrays.equals(in.readNBytes(LARGE), server.content)).isTrue();
      }
    }
  }

  @Test
  void givenClientThatTakesTooLittle_whenItsTimeIsUp_thenItIsHungUpOn() throws Exception {
    Duration grace = Duration.ofMillis(300);
    try (Large server = new Large(new WriteBehind.Limits(4L * LARGE, grace, LARGE, OFTEN));
        Socket socket = server.ask()) {
      server.awaitEndOfConnection();

      assertThat(bytesUntilTheEnd(socket)).isLessThan(LARGE);
    }
  }

  @Test
  void givenClientThatTakesEnough_whenTheGraceIsOver_thenItGetsAll() throws Exception {
    Duration grace = Duration.ofMillis(20);
    try (Large server =
            new Large(new WriteBehind.Limits(4L * LARGE, grace, 1_024, Duration.ofMillis(1)));
        Socket socket = server.ask()) {
      assertThat(bytesUntilTheEnd(socket)).isGreaterThan(LARGE);
    }
  }

  @Test
  void givenMoreHeldThanMayBe_whenAnotherAsks_thenTheSlowestGoes() throws Exception {
    try (Large server = new Large(new WriteBehind.Limits(LARGE * 5L / 2, NEVER, 1, OFTEN));
        Socket first = server.ask()) {
      server.awaitAnswer();
      try (Socket second = server.ask()) {
        server.awaitAnswer();
        try (Socket third = server.ask()) {
          server.awaitAnswer();

          assertThat(bytesUntilTheEnd(first)).isLessThan(LARGE);
          assertThat(bytesUntilTheEnd(second)).isGreaterThan(LARGE);
          assertThat(bytesUntilTheEnd(third)).isGreaterThan(LARGE);
        }
      }
    }
  }

  @Test
  void givenReadersThatAreServedOrGone_whenMoreCome_thenNothingIsHeldForThoseBefore()
      throws Exception {
    try (Large server = new Large(new WriteBehind.Limits(LARGE * 5L / 2, NEVER, 1, OFTEN))) {
      for (int i = 0; i < 5; i++) {
        Socket gone = server.ask();
        server.awaitAnswer();
        gone.close();
        server.awaitEndOfConnection();
        try (Socket served = server.ask()) {
          assertThat(bytesUntilTheEnd(served)).isGreaterThan(LARGE);
        }
        server.awaitAnswer();
        server.awaitEndOfConnection();
      }
      try (Socket one = server.ask();
          Socket two = server.ask()) {
        assertThat(bytesUntilTheEnd(one)).isGreaterThan(LARGE);
        assertThat(bytesUntilTheEnd(two)).isGreaterThan(LARGE);
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_WINDOW);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static long bytesUntilTheEnd(Socket socket) {
    byte[] piece = new byte[SMALL_WINDOW];
    long bytes = 0;
    try {
      for (int read; (read = socket.getInputStream().read(piece)) >= 0; ) {
        bytes += read;
      }
    } catch (IOException reset) {
      return bytes;
    }
    return bytes;
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 200");
  }

  /** A server that answers everything with much, from a thread that blocks until it is written. */
  private static final class Large implements AutoCloseable {
    static final String GET = "GET / HTTP/1.0\r\n\r\n";

    final byte[] content = new byte[LARGE];
    private final Semaphore answers = new Semaphore(0);
    private final Semaphore ends = new Semaphore(0);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    Large(WriteBehind.Limits limits) {
      new Random(1).nextBytes(content);
      connector.setAcceptedSendBufferSize(SMALL_WINDOW);
      connector.addBean(
          new Connection.Listener() {
            @Override
            public void onClosed(Connection connection) {
              ends.release();
            }
          });
      server.addConnector(connector);
      server.setHandler(new WriteBehind(limits));
      server.getTail().setHandler(new Writer());
      LifeCycle.start(server);
    }

    Socket ask() throws IOException {
      return ask(GET);
    }

    Socket ask(String request) throws IOException {
      Socket socket = connect(connector.getLocalPort());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return socket;
    }

    /** Waits until a route is through with one more answer. */
    void awaitAnswer() throws InterruptedException {
      assertThat(answers.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    void awaitEndOfConnection() throws InterruptedException {
      assertThat(ends.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      LifeCycle.stop(server);
    }

    private final class Writer extends Handler.Abstract {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, LARGE);
        byte[] reused = new byte[LARGE / 2];
        for (int from = 0; from < LARGE; from += reused.length) {
          System.arraycopy(content, from, reused, 0, reused.length);
          boolean last = from + reused.length == LARGE;
          Content.Sink.write(response, last, ByteBuffer.wrap(reused));
        }
        answers.release();
        callback.succeeded();
        return true;
      }
    }
  }
}
