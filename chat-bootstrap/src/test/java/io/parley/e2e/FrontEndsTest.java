package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Small front ends, written as for a back end on Node.js: a plain page with the script that the
 * service hands out, a React component, a Vue component. The guides show them.
 */
@Timeout(300)
class FrontEndsTest {
  private static final Path SOURCES = Path.of("src", "test", "frontends");
  private static final Path INSTALLED = Path.of("target", "npm-frontends");

  /** Two full pages and one message. */
  private static final int MESSAGES = 101;

  @Test
  void givenFrontEndsForNode_whenTheirAddressIsOurs_thenTwoChatWithEach() throws Exception {
    PageScript.requireBrowser();
    int port = freePort();
    try (TestDatabase database = TestDatabase.create();
        TestServer server =
            TestServer.start(database, Map.of("FRONTEND_URL", "http://127.0.0.1:" + port))) {
      TestServer.addUsers(database);
      List<String> arguments = new ArrayList<>();
      arguments.add(server.address().toString());
      arguments.add(SOURCES.toAbsolutePath().toString());
      arguments.add(Integer.toString(port));
      for (long user = 1; user <= 8; user++) {
        arguments.add(Long.toString(user));
        arguments.add(server.token(user));
      }
      LongConversation.between(7, 8, MESSAGES).store(database);
      arguments.add("message " + MESSAGES);

      NodeScript.withModules(SOURCES, INSTALLED)
          .execute("front-ends.mjs", arguments.toArray(String[]::new));
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
