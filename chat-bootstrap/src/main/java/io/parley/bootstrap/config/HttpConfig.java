package io.parley.bootstrap.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * How browsers reach the service.
 *
 * @param port 0 to 65535; 0 takes any free port
 * @param allowedOrigins the pages that may call the service, in the form that browsers send: scheme
 *     and host in lower case, no default port, no slash at the end
 */
public record HttpConfig(int port, List<String> allowedOrigins) {
  private static final int DEFAULT_PORT = 3010;
  private static final String DEFAULT_ORIGIN = "http://localhost:3000";

  public HttpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  static HttpConfig read(SettingReader settings) {
    return new HttpConfig(settings.port(Setting.PORT, 0, DEFAULT_PORT), readOrigins(settings));
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
