package io.parley.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads settings and gathers the mistakes instead of stopping at the first. A variable that is
 * empty or blank counts as not set. Not thread-safe.
 */
public final class SettingReader {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final Map<String, String> values;
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

  /** The value without white space around it. */
  Optional<String> text(Setting setting) {
    return Optional.ofNullable(values.get(setting.variable()))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** The value, character for character; it is never shown. */
  Optional<Secret> secret(Setting setting) {
    return Optional.ofNullable(values.get(setting.variable()))
        .filter(text -> !text.isBlank())
        .map(Secret::new);
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

  /** Notes a variable that this version knows, but cannot honour. */
  void refuseUnsupported(String variable, String advice) {
    String value = values.get(variable);
    if (value != null && !value.isBlank()) {
      mistakes.add(variable + " is not supported by this version: " + advice);
    }
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
