package io.parley.bootstrap.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads settings and gathers the mistakes instead of stopping at the first. A variable that is
 * empty or blank counts as not set. For a secret a second variable may name a file that holds it.
 * Not thread-safe.
 */
public final class SettingReader {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern LAST_LINE_BREAK = Pattern.compile("\\r?\\n\\z");

  private final Map<String, String> values;
  private final Map<Setting, Optional<String>> read = new EnumMap<>(Setting.class);
  private final List<String> mistakes = new ArrayList<>();

  /**
   * @param values by the names of the environment variables
   */
  public SettingReader(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException if there was a mistake
   */
  public void requireNoMistakes() {
    if (!mistakes.isEmpty()) {
      throw new ConfigException(mistakes);
    }
  }

  boolean has(Setting setting) {
    return text(setting).isPresent();
  }

  /** Whether somebody meant to set it, even if by mistake there is no value. */
  public boolean isNamed(Setting setting) {
    return has(setting) || (setting.isSecret() && variable(setting.fileVariable()).isPresent());
  }

  /** The value without white space around it. */
  Optional<String> text(Setting setting) {
    return value(setting).map(String::strip);
  }

  /** The value, character for character; it is never shown. */
  Optional<Secret> secret(Setting setting) {
    return value(setting).map(Secret::new);
  }

  /** Files are read once, so that their mistakes are noted once, too. */
  private Optional<String> value(Setting setting) {
    Optional<String> known = read.get(setting);
    if (known == null) {
      known = variable(setting.variable());
      if (setting.isSecret()) {
        known = orOfFile(setting, known);
      }
      read.put(setting, known);
    }
    return known;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
  }

  private Optional<String> orOfFile(Setting setting, Optional<String> direct) {
    Optional<String> file = variable(setting.fileVariable());
    if (file.isEmpty()) {
      return direct;
    }
    if (direct.isPresent()) {
      mistakes.add(
          setting.variable() + " and " + setting.fileVariable() + " exclude each other: set one");
      return direct;
    }
    try {
      String content = LAST_LINE_BREAK.matcher(SmallFile.read(file.get().strip())).replaceFirst("");
      if (!content.isBlank()) {
        return Optional.of(content);
      }
      mistakes.add(setting.fileVariable() + " must name a file with a value: that one is empty");
    } catch (IOException e) {
      mistakes.add(
          setting.fileVariable()
              + " must name a readable file: what it names "
              + SmallFile.reason(e));
    }
    return Optional.empty();
  }

  /**
   * A URL of a server that is asked by the service.
   *
   * @param example of one, for whoever has set something else
   */
  Optional<URI> httpUrl(Setting setting, String example) {
    Optional<String> text = text(setting);
    Optional<URI> url = text.flatMap(SettingReader::httpUrl);
    if (text.isPresent() && url.isEmpty()) {
      mistake(setting, "must be an http or https URL without a login, such as " + example);
    }
    return url;
  }

  private static Optional<URI> httpUrl(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      boolean https = "https".equalsIgnoreCase(url.getScheme());
      return Optional.of(url)
          .filter(it -> http || https)
          .filter(it -> it.getHost() != null && it.getPort() <= 65_535)
          .filter(it -> it.getRawUserInfo() == null && it.getRawFragment() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  int port(Setting setting, int minimum, int fallback) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Integer> port = Ports.parse(text.get()).filter(number -> number >= minimum);
    if (port.isEmpty()) {
      mistake(setting, "must be a number from " + minimum + " to 65535, not " + quote(text.get()));
    }
    return port.orElse(fallback);
  }

  int number(Setting setting, int minimum, int maximum, int fallback) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Integer> number =
        text.filter(digits -> NUMBER.matcher(digits).matches())
            .map(Integer::valueOf)
            .filter(value -> value >= minimum && value <= maximum);
    if (number.isEmpty()) {
      mistake(
          setting,
          "must be a number from " + minimum + " to " + maximum + ", not " + quote(text.get()));
    }
    return number.orElse(fallback);
  }

  boolean truth(Setting setting) {
    String text = text(setting).orElse("false").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> {
        mistake(setting, "must be true or false, not " + quote(text));
        yield false;
      }
    };
  }

  /**
   * Notes a mistake.
   *
   * @param rule what the setting must be, or what to do; shows no secret
   */
  void mistake(Setting setting, String rule) {
    mistakes.add(setting.variable() + " (" + setting.flag() + ") " + rule);
  }

  /** A value as it may appear in a message: on one line, of bounded length. */
  static String quote(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (visible.length() > 100 ? visible.substring(0, 100) + "..." : visible) + "'";
  }
}
