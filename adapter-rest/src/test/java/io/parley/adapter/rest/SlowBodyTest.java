package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that do not come to an end. */
class SlowBodyTest {
  /** More than the server has threads. */
  private static final int CROWD = 260;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer token-of-1",
        "Authorization: Bearer token-of-1\r\nExpect: 100-continue",
        "X-Nobody: 1"
      })
  void givenManyHalfBodies_whenTheRestDoesNotCome_thenOthersAreAnswered(String field)
      throws IOException {
    String half =
        "POST /api/chat/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n"
            + field
            + "\r\n\r\n{";
    List<Socket> crowd = new ArrayList<>();
    try (RestServer server = RestServer.start()) {
      for (int i = 0; i < CROWD; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        crowd.add(socket);
        socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(server.get(ALICE, "/api/chat/unread-count").status()).isEqualTo(200);

      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void givenClientThatWaitsToBeToldToGoOn_whenItIsTold_thenItsBodyIsRead() {
    try (RestServer server = RestServer.start()) {
      Reply reply =
          server.exchange(
              RestServer.json(server.as(ALICE, "/api/chat/send"))
                  .expectContinue(true)
                  .POST(BodyPublishers.ofString("{\"receiverId\":2,\"content\":\"hi\"}")));

      assertThat(reply.status()).isEqualTo(201);
    }
  }

  @Test
  void givenBodyInPieces_whenTheLastHasCome_thenItIsRead() throws IOException {
    byte[] body = "{\"receiverId\":2,\"content\":\"in pieces\"}".getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /api/chat/send HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nAuthorization: Bearer "
            + FakeTokens.of(ALICE)
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    try (RestServer server = RestServer.start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      for (byte one : body) {
        socket.getOutputStream().write(one);
      }

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 201")
          .contains("\"content\":\"in pieces\"");
    }
  }
}
