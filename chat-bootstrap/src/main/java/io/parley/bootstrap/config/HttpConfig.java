package io.parley.bootstrap.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How browsers reach the service.
 *
 * @param port 0 to 65535; 0 takes any free port
 * @param allowedOrigins the pages that may call the service, in the form that browsers send: scheme
 *     and host in lower case, no default port, no slash at the end
 * @param nodeName stands in the ids of sessions; 1 to 32 letters, digits, hyphens, underscores
 */
public record HttpConfig(int port, List<String> allowedOrigins, Optional<String> nodeName) {
  private static final int DEFAULT_PORT = 3010;
  private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  private static final String DEFAULT_ORIGIN = "http://localhost:3000";

  public HttpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  static HttpConfig read(SettingReader settings) {
    return new HttpConfig(
        settings.port(Setting.PORT, 0, DEFAULT_PORT),
        readOrigins(settings),
        readNodeName(settings));
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
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(part -> readOrigin(part, settings))
        .distinct()
        .toList();
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
