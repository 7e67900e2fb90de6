package io.parley.adapter.websocket.harness;

import io.javalin.Javalin;
import java.net.URI;
import org.eclipse.jetty.server.Handler;

/** A real Javalin server on a free port, with a handler in front of its own routes. */
public final class TestServer implements AutoCloseable {
  private final Javalin javalin;

  private TestServer(Javalin javalin) {
    this.javalin = javalin;
  }

  public static TestServer start(Handler.Wrapper handler) {
    return new TestServer(
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.jetty.modifyServer(jetty -> jetty.insertHandler(handler));
                  config.routes.get("/elsewhere", context -> context.result("javalin"));
                  config.routes.get("/socket.io/socket.io.js", context -> context.result("script"));
                })
            .start(0));
  }

  public URI http() {
    return URI.create("http://localhost:" + javalin.port());
  }

  public URI webSocket() {
    return URI.create("ws://localhost:" + javalin.port());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
