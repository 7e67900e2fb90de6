package io.parley.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * A plain Jetty that sends every text frame back as it came: what is left of the service when
 * nothing happens between the two hops. It greets with an empty CONNECT packet (Socket.IO 5), for
 * the bench's client to take it for a server of its kind.
 */
public final class EchoServer {
  private static final String READY = "Echo server is listening on ";
  private static final String GREETING = "40{}";
  private static final String ANY_PATH = "/*";

  private EchoServer() {}

  /** Starts it in a JVM of its own. */
  public static ChildProcess start(List<String> jvmFlags) throws IOException {
    List<String> command = ChildProcess.java(jvmFlags, EchoServer.class.getName());
    return ChildProcess.start("echo-server", new ProcessBuilder(command), READY);
  }

  /** Serves until its standard input ends. */
  public static void main(String[] args) throws Exception {
    var upgrades = new WebSocketUpgradeHandler();
    upgrades.addMapping(ANY_PATH, (request, response, callback) -> new Echo());
    JettyMain.serve(READY, upgrades);
  }

  /** Reads the next frame when the one before is on its way back. */
  private static final class Echo implements FrameHandler {
    private @Nullable CoreSession session;

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      callback.succeeded();
      opened.sendFrame(new Frame(OpCode.TEXT, GREETING), next(Callback.NOOP), false);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      if (frame.getOpCode() != OpCode.TEXT) {
        callback.succeeded();
        if (frame.getOpCode() != OpCode.CLOSE) {
          session().demand();
        }
        return;
      }
      ByteBuffer payload = frame.getPayload().slice(); // kept by the callback until it is written
      session().sendFrame(new Frame(OpCode.TEXT, true, payload), next(callback), false);
    }

    private Callback next(Callback then) {
      return Callback.from(
          () -> {
            then.succeeded();
            session().demand();
          },
          then::failed);
    }

    private CoreSession session() {
      return Objects.requireNonNull(session);
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      callback.succeeded();
    }
  }
}
