package io.parley.bench.server;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The main method of a process that serves one handler on a plain Jetty. */
final class JettyMain {
  private static final String HOST = "127.0.0.1";
  private static final int ACCEPT_QUEUE = 4096;
  private static final int SEND_BUFFER = 131_072;

  private JettyMain() {}

  /**
   * Serves on a free port until the standard input ends, as it does when the bench is gone.
   *
   * @param ready what stands before the address in the line that says it is ready
   */
  static void serve(String ready, Handler handler) throws Exception {
    Server jetty = new Server();
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost(HOST);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    jetty.addConnector(connector);
    jetty.setHandler(handler);
    jetty.start();
    System.out.println(ready + "http://" + HOST + ":" + connector.getLocalPort());
    while (System.in.read() >= 0) {
      // nothing is said to it
    }
    jetty.stop();
  }
}
