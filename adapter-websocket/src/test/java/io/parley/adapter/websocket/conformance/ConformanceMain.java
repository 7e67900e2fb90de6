package io.parley.adapter.websocket.conformance;

import io.javalin.Javalin;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.server.Handler;

/** Serves one of the two public conformance suites until it is stopped. */
public final class ConformanceMain {
  private static final int WARM_UP_ROUNDS = 100;

  private ConformanceMain() {}

  /**
   * Starts a server.
   *
   * @param arguments {@code engine} or {@code socket}, then the port (3000)
   */
  public static void main(String[] arguments) {
    String suite = arguments.length > 0 ? arguments[0] : "";
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3000;
    String path =
        switch (suite) {
          case "engine" -> "/engine.io/";
          case "socket" -> "/socket.io/";
          default -> throw new IllegalArgumentException("say engine or socket");
        };
    warmUp(handler(suite), path);
    Handler.Wrapper handler = handler(suite);
    Javalin.create(config -> config.jetty.modifyServer(jetty -> jetty.insertHandler(handler)))
        .start(port);
  }

  private static Handler.Wrapper handler(String suite) {
    return suite.equals("engine")
        ? ConformanceServers.engine().handler()
        : ConformanceServers.socket().handler();
  }

  /**
   * The suites wait for milliseconds and take the order in which requests are sent for that in
   * which they are handled; the first requests of a cold JVM are too slow for both.
   */
  private static void warmUp(Handler.Wrapper handler, String path) {
    try (TestServer server = TestServer.start(handler)) {
      PollingClient polling = new PollingClient(server, path);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        warmUp(server, polling, path);
      }
    }
  }

  private static void warmUp(TestServer server, PollingClient polling, String path) {
    try {
      String sid = polling.open();
      polling.post(sid, "40");
      polling.poll(sid);
      RawWebSocket probe =
          RawWebSocket.connect(server, path + "?EIO=4&transport=websocket&sid=" + sid);
      probe.send("2probe");
      probe.send("5");
      RawWebSocket direct = RawWebSocket.connect(server, path + "?EIO=4&transport=websocket");
      direct.send("40");
      direct.abort();
      probe.abort();
    } catch (CompletionException | UncheckedIOException e) {
      // Too slow still: the server has given the session up. That is what this is for.
    }
  }
}
