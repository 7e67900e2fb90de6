package io.parley.domain.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one client, where clients are counted by address: an IPv4 address, or the IPv6
 * network of 64 bits that a single subscriber is given at least (RFC 6177, section 2), and may take
 * any address of.
 *
 * @since 0.1
 */
public final class AddressBlock {
  private static final int NETWORK_BYTES = 8;

  private AddressBlock() {}

  /**
   * The block of a numeric address.
   *
   * @param address with or without brackets; what is none is a block of its own
   */
  public static String of(String address) {
    boolean mayBeIpv6 = address.indexOf(':') >= 0;
    return mayBeIpv6 ? ofIpv6(address) : address;
  }

  private static String ofIpv6(String address) {
    try {
      // In brackets what is no address is refused; a name would be looked up.
      InetAddress parsed =
          InetAddress.getByName(address.startsWith("[") ? address : "[" + address + "]");
      if (parsed instanceof Inet6Address) {
        byte[] network = Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES);
        byte[] first = Arrays.copyOf(network, 2 * NETWORK_BYTES);
        return InetAddress.getByAddress(first).getHostAddress() + "/64";
      }
      return parsed.getHostAddress(); // an IPv4 address that was written as one of IPv6
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
