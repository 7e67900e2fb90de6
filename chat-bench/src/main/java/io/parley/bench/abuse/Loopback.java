package io.parley.bench.abuse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Keeps the drill from whatever is not this machine. */
final class Loopback {
  private Loopback() {}

  /**
   * The address of a server, resolved once, so that a name cannot mean another machine later.
   *
   * @throws IllegalArgumentException if it is not an {@code http} URL, its host is not known, or
   *     one of the host's addresses is not loopback
   */
  static InetSocketAddress require(URI url) {
    String host = url.getHost();
    if (host == null || !"http".equals(url.getScheme())) {
      throw new IllegalArgumentException("must be like http://localhost:3010, not " + url);
    }
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("the host " + host + " is not known", e);
    }
    if (!Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
      throw new IllegalArgumentException(
          host + " is not this machine: the drill attacks servers on loopback addresses only");
    }
    return new InetSocketAddress(addresses[0], url.getPort() < 0 ? 80 : url.getPort());
  }
}
