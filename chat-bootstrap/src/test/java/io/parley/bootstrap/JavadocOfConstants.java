package io.parley.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc of an enum's constants as plain text, from its source. */
final class JavadocOfConstants {
  private static final Pattern DOCUMENTED =
      Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*([A-Z][A-Z_]*)\\(", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("\\{@\\w+ (?:[\\w.]*#)?([^}]*)}");

  private final Map<String, String> texts = new HashMap<>();

  private JavadocOfConstants(String source) {
    Matcher constant = DOCUMENTED.matcher(source);
    while (constant.find()) {
      String text = constant.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
      texts.put(constant.group(2), TAG.matcher(text).replaceAll("$1"));
    }
  }

  static JavadocOfConstants of(String module, Class<? extends Enum<?>> type) {
    String file = type.getName().replace('.', '/') + ".java";
    try {
      return new JavadocOfConstants(
          Files.readString(Path.of("..", module, "src", "main", "java").resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String of(Enum<?> constant) {
    String text = texts.get(constant.name());
    if (text == null) {
      throw new AssertionError(
          constant + " of " + constant.getDeclaringClass() + " has no Javadoc");
    }
    return text;
  }
}
