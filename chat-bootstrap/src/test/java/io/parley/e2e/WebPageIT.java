package io.parley.e2e;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web page of the packaged application, whose process ends and begins again. */
@Timeout(300)
class WebPageIT {
  @TempDir private Path temporary;

  @BeforeAll
  static void needBrowser() {
    PageScript.require();
  }

  @Test
  void givenMessagesOnTheirWay_whenTheServiceIsKilledAndStarted_thenEachIsThereOnce()
      throws Exception {
    PageScript.run(
        "page-restart.mjs",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        Path.of(System.getProperty("chat.jar", "target/chat/chat.jar")).toAbsolutePath().toString(),
        temporary.resolve("data").toString(),
        Integer.toString(freePort()));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
