package io.parley.bootstrap.http;

import io.parley.bootstrap.config.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Takes the headers apart in which proxies name whom they were asked by. */
final class ForwardedHeader {
  /** An address and perhaps a port; IPv6 may stand in brackets, and must before a port. */
  private static final Pattern NODE =
      Pattern.compile(
          "\\[(?<v6>[^\\]]+)\\](:\\w+)?|(?<v4>[0-9.]+)(:\\w+)?|(?<bare>[0-9a-fA-F:.]+)");

  private ForwardedHeader() {}

  /**
   * What one parameter says in each element of all {@code Forwarded} headers; "" where it is not.
   */
  static List<String> values(HttpFields headers, String parameter) {
    List<String> values = new ArrayList<>();
    // quotes are kept: a semicolon does not stand in an address or a scheme
    for (String element : headers.getCSV(HttpHeader.FORWARDED, true)) {
      values.add(value(element, parameter));
    }
    return values;
  }

  private static String value(String element, String parameter) {
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0
          && pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(parameter)) {
        return pair.substring(equals + 1).strip().replace("\"", "");
      }
    }
    return "";
  }

  /** The address that a node names, if it names one: it may also be unknown, or obfuscated. */
  static Optional<InetAddress> address(String node) {
    Matcher parts = NODE.matcher(node.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String text =
        parts.group("v6") != null
            ? parts.group("v6")
            : parts.group("v4") != null ? parts.group("v4") : parts.group("bare");
    return AddressRange.address(text);
  }
}
