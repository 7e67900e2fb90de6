package io.parley.bench.server;

import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.connection.EngineStatistics;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The Socket.IO server on a plain Jetty, without the chat. Everybody who connects is in one room;
 * {@code publish} with a text sends {@code event} with that text to the room. {@code stats} is
 * acknowledged with what the server knows about itself.
 */
public final class BroadcastServer {
  private static final String READY = "Broadcast server is listening on ";
  private static final String ROOM = "room";

  private BroadcastServer() {}

  /** Starts it in a JVM of its own, with the default bounds of a send queue. */
  public static ChildProcess start(List<String> jvmFlags) throws IOException {
    return launch(jvmFlags);
  }

  /**
   * As {@link #start(List)}.
   *
   * @param queueBytes bytes that may wait for one client
   */
  public static ChildProcess start(List<String> jvmFlags, long queueBytes) throws IOException {
    List<String> flags = new ArrayList<>(jvmFlags);
    // The heap is looked at during a measurement: without stopping everything for it.
    flags.add("-XX:+ExplicitGCInvokesConcurrent");
    return launch(flags, String.valueOf(queueBytes));
  }

  private static ChildProcess launch(List<String> jvmFlags, String... arguments)
      throws IOException {
    List<String> command = ChildProcess.java(jvmFlags, BroadcastServer.class.getName(), arguments);
    return ChildProcess.start("broadcast-server", new ProcessBuilder(command), READY);
  }

  /** Serves until its standard input ends, as it does when the bench is gone. */
  public static void main(String[] args) throws Exception {
    EngineConfig engine = EngineConfig.defaults();
    if (args.length > 0) {
      engine = engine.withSendQueue(engine.maxQueuedPackets(), Long.parseLong(args[0]));
    }
    SocketIoServer sockets = SocketIoServer.create(SocketIoConfig.defaults().withEngine(engine));
    register(sockets);
    JettyMain.serve(READY, sockets.handler());
  }

  private static void register(SocketIoServer sockets) {
    Namespace namespace = sockets.namespace("/");
    namespace.onConnection(socket -> socket.join(ROOM));
    namespace.on(
        "publish",
        (socket, arguments, ack) -> {
          namespace.to(ROOM).emit("event", arguments.get(0).textValue());
          return null;
        });
    namespace.on(
        "stats",
        (socket, arguments, ack) -> {
          ack.send(statistics(sockets.statistics(), arguments.get(0).booleanValue()));
          return null;
        });
  }

  private static Map<String, Object> statistics(EngineStatistics engine, boolean collect) {
    if (collect) {
      System.gc();
    }
    return Map.of(
        "openWebSockets",
        engine.openWebSockets(),
        "heapUsed",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        "closes",
        Arrays.stream(CloseReason.values())
            .collect(Collectors.toMap(CloseReason::text, engine::closes)));
  }
}
