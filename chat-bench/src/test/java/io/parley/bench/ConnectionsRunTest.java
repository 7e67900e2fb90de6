package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.socketio.ConnectRefused;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.bench.client.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that refuses a token, and one that leaves, to see that the scenario finds out. */
class ConnectionsRunTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Server jetty = new Server(0);
  private final SocketIoServer server = SocketIoServer.create(SocketIoConfig.defaults());
  private final EventLoop loop = new EventLoop();

  @BeforeEach
  void start() throws Exception {
    server.namespace("/").use(ConnectionsRunTest::refuseToken7);
    jetty.setHandler(server.handler());
    jetty.start();
  }
}
