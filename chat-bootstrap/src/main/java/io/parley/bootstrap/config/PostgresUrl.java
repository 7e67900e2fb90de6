package io.parley.bootstrap.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the address of a database in either form: the URI of libpq ({@code
 * postgres://user:password@host:port/database?sslmode=require}, percent-encoded) or that of the
 * JDBC driver ({@code jdbc:postgresql://host:port/database?user=…}).
 *
 * @param jdbcUrl without user and password
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">libpq
 *     connection strings</a>
 */
record PostgresUrl(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
  private static final String FORMS =
      "must look like postgres://user:password@host:5432/database or"
          + " jdbc:postgresql://host:5432/database";

  private static final Pattern URL =
      Pattern.compile(
          "(?i:jdbc:postgresql|postgres|postgresql)://(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)"
              + "(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::(?<port>[0-9]+))?");

  private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f:.]+");

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** Which of several hosts the JDBC driver connects to. */
  private static final String TARGET = "targetServerType";

  /** Parameters that libpq and the JDBC driver call by different names. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "application_name", "ApplicationName",
          "connect_timeout", "connectTimeout",
          "channel_binding", "channelBinding");

  /**
   * Takes an address apart.
   *
   * @param target which of several hosts is meant, in the words of the JDBC driver, unless the
   *     address says so
   * @throws IllegalArgumentException with a rule that shows nothing of the address, which may hold
   *     a password
   */
  static PostgresUrl parse(String text, String target) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(FORMS);
    }
    Map<String, String> parameters = parameters(url.group("query"));
    Optional<String> user = Optional.ofNullable(parameters.remove("user"));
    Optional<String> password = Optional.ofNullable(parameters.remove("password"));
    String login = url.group("login");
    if (login != null) {
      int colon = login.indexOf(':');
      user = Optional.of(decode(colon < 0 ? login : login.substring(0, colon)));
      password = colon < 0 ? password : Optional.of(decode(login.substring(colon + 1)));
    }
    String hosts = hosts(url.group("hosts"));
    if (hosts.contains(",")) {
      parameters.putIfAbsent(TARGET, target);
    }
    String database = decode(Optional.ofNullable(url.group("database")).orElse(""));
    if (database.isEmpty()) {
      throw new IllegalArgumentException("names no database: " + FORMS);
    }
    return new PostgresUrl(
        "jdbc:postgresql://" + hosts + "/" + encode(database) + query(parameters),
        user.filter(name -> !name.isEmpty()),
        password.filter(word -> !word.isEmpty()).map(Secret::new));
  }

  /** Whether the text can be a host name or an IP address without brackets. */
  static boolean isHost(String text) {
    return HOST_NAME.matcher(text).matches();
  }

  /** A host as URLs write it. */
  static String bracketed(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  private static String hosts(String text) {
    List<String> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher hostAndPort = HOST_AND_PORT.matcher(decode(part));
      if (!hostAndPort.matches()) {
        throw new IllegalArgumentException("names no host: " + FORMS);
      }
      String host = hostAndPort.group("host");
      if (!host.startsWith("[") && !isHost(host)) {
        throw new IllegalArgumentException("names a host that cannot be one: " + FORMS);
      }
      hosts.add(host + ":" + port(hostAndPort.group("port")));
    }
    return String.join(",", hosts);
  }

  private static int port(@Nullable String text) {
    if (text == null) {
      return DatabaseConfig.DEFAULT_PORT;
    }
    return Ports.parse(text)
        .filter(port -> port > 0)
        .orElseThrow(
            () -> new IllegalArgumentException("has a port that is not one from 1 to 65535"));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      parameters.put(DRIVER_NAMES.getOrDefault(name, name), value);
    }
    String sslMode = parameters.get("sslmode");
    if (sslMode != null && !SSL_MODES.contains(sslMode.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("has an sslmode that is none of " + sorted(SSL_MODES));
    }
    return parameters;
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }

  private static String query(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    parameters.forEach((name, value) -> pairs.add(encode(name) + "=" + encode(value)));
    return "?" + String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Percent-decodes; a plus sign stays one, as in every URI that is not a web form. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "has a percent sign that does not begin an escape such as %40", malformed);
    }
  }
}
