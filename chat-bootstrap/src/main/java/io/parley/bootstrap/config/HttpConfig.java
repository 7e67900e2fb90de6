package io.parley.bootstrap.config;

import io.parley.server.Origins;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How browsers reach the service.
 *
 * @param port 0 to 65535; 0 takes any free port
 * @param allowedOrigins the pages that may call the service, in the form that browsers send: scheme
 *     and host in lower case, no default port, no slash at the end
 * @param nodeName stands in the ids of sessions; 1 to 32 letters, digits, hyphens, underscores
 * @param tls empty for plain HTTP
 * @param trustedProxies whose word about the clients behind them counts
 * @param maxConnections how many there may be at a time; empty for no limit but the system's
 */
public record HttpConfig(
    int port,
    List<String> allowedOrigins,
    Optional<String> nodeName,
    Optional<TlsConfig> tls,
    List<AddressRange> trustedProxies,
    OptionalInt maxConnections) {
  private static final int DEFAULT_PORT = 3010;
  private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,7}");
  private static final String DEFAULT_ORIGIN = "http://localhost:3000";

  public HttpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  static HttpConfig read(SettingReader settings) {
    return new HttpConfig(
        settings.port(Setting.PORT, 0, DEFAULT_PORT),
        readOrigins(settings),
        readNodeName(settings),
        TlsConfig.read(settings),
        readTrustedProxies(settings),
        readMaxConnections(settings));
  }

  private static List<AddressRange> readTrustedProxies(SettingReader settings) {
    return parts(settings.text(Setting.CHAT_TRUSTED_PROXIES).orElse(""))
        .flatMap(part -> readTrustedProxy(part, settings).stream())
        .toList();
  }

  private static Optional<AddressRange> readTrustedProxy(String text, SettingReader settings) {
    try {
      return Optional.of(AddressRange.parse(text));
    } catch (IllegalArgumentException notARange) {
      settings.mistake(
          Setting.CHAT_TRUSTED_PROXIES,
          "must list addresses such as 10.0.0.7 or ranges such as 10.0.0.0/8; "
              + SettingReader.quote(text)
              + " is neither");
      return Optional.empty();
    }
  }

  private static OptionalInt readMaxConnections(SettingReader settings) {
    Optional<String> text = settings.text(Setting.CHAT_MAX_CONNECTIONS);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!NUMBER.matcher(text.get()).matches()) {
      settings.mistake(
          Setting.CHAT_MAX_CONNECTIONS,
          "must be a number from 1 to 99999999, not " + SettingReader.quote(text.get()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  /** The elements of a list that is separated by commas. */
  private static Stream<String> parts(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).filter(part -> !part.isEmpty());
  }

  private static Optional<String> readNodeName(SettingReader settings) {
    Optional<String> name = settings.text(Setting.CHAT_NODE_NAME);
    if (name.isPresent() && !NODE_NAME.matcher(name.get()).matches()) {
      settings.mistake(
          Setting.CHAT_NODE_NAME,
          "must be 1 to 32 letters, digits, hyphens or underscores, not "
              + SettingReader.quote(name.get()));
    }
    return name;
  }

  private static List<String> readOrigins(SettingReader settings) {
    String text = settings.text(Setting.FRONTEND_URL).orElse(DEFAULT_ORIGIN);
    return parts(text).map(part -> readOrigin(part, settings)).distinct().toList();
  }

  private static String readOrigin(String text, SettingReader settings) {
    try {
      return Origins.normalise(text);
    } catch (IllegalArgumentException notAnOrigin) {
      settings.mistake(
          Setting.FRONTEND_URL,
          "must list origins such as https://chat.example.com, without a path; "
              + SettingReader.quote(text)
              + " is none");
      return text;
    }
  }
}
