package io.parley.bootstrap.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of an entry, each as {@code name=value} after a space; quoted if it is no plain word.
 */
public final class VisibleFieldsConverter extends ClassicConverter {
  private static final Pattern WORD = Pattern.compile("[\\w.,:/+-]+");

  @Override
  public String convert(ILoggingEvent event) {
    return LogFields.of(event).entrySet().stream()
        .map(field -> " " + field.getKey() + "=" + shown(field.getValue()))
        .collect(Collectors.joining());
  }

  private static String shown(String value) {
    return WORD.matcher(value).matches()
        ? value
        : '"' + VisibleText.of(value).replace('"', '\'') + '"';
  }
}
