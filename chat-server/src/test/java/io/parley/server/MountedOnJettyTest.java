package io.parley.server;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chats on a Jetty server without Javalin. */
@Timeout(60)
class MountedOnJettyTest {
  private static final String HELLO = "{\"receiverId\":2,\"content\":\"Hello\"}";

  @Test
  void givenTwoChatsOnOneServer_whenOneIsUsed_thenTheOtherKnowsNothing() throws Exception {
    try (ServedChat shop = MountedChat.builder().under("/shop").open();
        ServedChat club = MountedChat.builder().open()) {
      Server server = server(shop, club);
      server.start();
      try {
        int port = port(server);
        CompletableFuture<Object> heard = new CompletableFuture<>();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        Socket socket = MountedChat.socket(port, "", BOB);
        socket.on("message_notification", arguments -> heard.complete(arguments[0]));
        socket.on(Socket.EVENT_CONNECT, arguments -> connected.complete(null));
        socket.connect();
        connected.get(20, TimeUnit.SECONDS);

        assertThat(MountedChat.post(port, "/shop/api/chat/send", ALICE, HELLO).statusCode())
            .isEqualTo(201);

        assertThat(unread(port, "/shop")).contains("\"unreadCount\":1");
        assertThat(unread(port, "")).contains("\"unreadCount\":0");
        assertThat(heard).isNotDone();
        assertThat(MountedChat.get(port, "/").body()).isEqualTo("the host");
        socket.close();
      } finally {
        server.stop();
      }
    }
  }

  @Test
  void givenAMountedChat_whenItAndItsServerAreClosed_thenNoThreadIsLeft() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ServedChat chat = MountedChat.builder().open();
    Server server = server(chat);
    server.start();
    MountedChat.post(port(server), "/api/chat/send", ALICE, HELLO);

    List<Thread> own = startedSince(before);
    chat.close();
    server.stop();

    assertThat(own).extracting(Thread::getName).anyMatch(name -> name.startsWith("chat-timer"));
    for (Thread thread : own) {
      thread.join(10_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  private static List<Thread> startedSince(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().matches("(chat|engine)-.*"))
        .toList();
  }

  private static String unread(int port, String path) {
    return MountedChat.get(port, path + "/api/chat/unread-count", BOB).body();
  }

  private static Server server(ServedChat... chats) {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Host());
    for (ServedChat chat : chats) {
      server.insertHandler(chat.handler());
    }
    return server;
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** Answers whatever comes to it. */
  private static final class Host extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.write(true, ByteBuffer.wrap("the host".getBytes(UTF_8)), callback);
      return true;
    }
  }
}
