package io.parley.bootstrap.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** Whether the service could listen. */
final class PortCheck {
  private static final String SUBJECT = "Port";

  private PortCheck() {}

  static Finding finding(int port) {
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress(port));
      return Finding.good(SUBJECT, (port == 0 ? "any" : port) + " is free");
    } catch (IOException e) {
      return Finding.bad(
          SUBJECT,
          port + " cannot be listened on (" + e.getMessage() + ")",
          "If that is not the service itself, which runs already: end what listens there, or choose"
              + " another one with --port.");
    }
  }
}
