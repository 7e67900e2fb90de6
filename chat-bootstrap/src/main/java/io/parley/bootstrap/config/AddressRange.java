package io.parley.bootstrap.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291).
 *
 * @param network its first address
 * @param prefixBits how many leading bits all of its addresses have in common
 */
public record AddressRange(InetAddress network, int prefixBits) {
  private static final Pattern IP_4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IP_6 =
      Pattern.compile("(?=.*:)[0-9a-fA-F:]+(:\\d{1,3}(\\.\\d{1,3}){3})?");
  private static final Pattern BITS = Pattern.compile("\\d{1,3}");

  public AddressRange {
    if (prefixBits < 0 || prefixBits > network.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("not so many bits in an address: " + prefixBits);
    }
  }

  /**
   * Reads an address, which is a range of one, or a range.
   *
   * @throws IllegalArgumentException if it is neither; names are neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress network =
        address(address).orElseThrow(() -> new IllegalArgumentException("not an address"));
    if (slash < 0) {
      return new AddressRange(network, network.getAddress().length * Byte.SIZE);
    }
    String bits = text.substring(slash + 1);
    if (!BITS.matcher(bits).matches()) {
      throw new IllegalArgumentException("not a number of bits");
    }
    return new AddressRange(network, Integer.parseInt(bits));
  }

  /** Reads an address as numbers, without asking anybody; IPv4 inside of IPv6 is IPv4. */
  public static Optional<InetAddress> address(String text) {
    if (!IP_4.matcher(text).matches() && !IP_6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress address) {
    byte[] first = network.getAddress();
    byte[] other = address.getAddress();
    if (first.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
      int mask = 0xff << Math.max(0, Byte.SIZE - (prefixBits - bit));
      int at = bit / Byte.SIZE;
      if (((first[at] ^ other[at]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }
}
