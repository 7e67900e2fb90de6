package io.parley.adapter.websocket.conformance;

import io.javalin.Javalin;
import org.eclipse.jetty.server.Handler;

/** Serves one of the two public conformance suites until it is stopped. */
public final class ConformanceMain {
  private ConformanceMain() {}

  /**
   * Starts a server.
   *
   * @param arguments {@code engine} or {@code socket}, then the port (3000)
   */
  public static void main(String[] arguments) {
    String suite = arguments.length > 0 ? arguments[0] : "";
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3000;
    Handler.Wrapper handler =
        switch (suite) {
          case "engine" -> ConformanceServers.engine().handler();
          case "socket" -> ConformanceServers.socket().handler();
          default -> throw new IllegalArgumentException("say engine or socket");
        };
    Javalin.create(config -> config.jetty.modifyServer(jetty -> jetty.insertHandler(handler)))
        .start(port);
  }
}
