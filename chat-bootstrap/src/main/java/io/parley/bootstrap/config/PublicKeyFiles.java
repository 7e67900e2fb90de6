package io.parley.bootstrap.config;

import io.parley.adapter.jwt.PemKeys;
import io.parley.adapter.jwt.VerificationKey;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the public keys that a setting names. */
final class PublicKeyFiles {
  /** What may be a key without its PEM lines, perhaps even a private one. */
  private static final Pattern LIKE_A_KEY = Pattern.compile("[A-Za-z0-9+/=_-]{48,}");

  private PublicKeyFiles() {}

  /**
   * Reads all keys; a mistake leaves those out that it is about.
   *
   * @param text names of files, separated by commas, or the PEM text itself, whose line breaks may
   *     be written as {@code \n}
   */
  static List<VerificationKey> read(String text, SettingReader settings) {
    if (text.contains("-----")) {
      return parse("the text", text.replace("\\n", "\n"), settings);
    }
    List<String> names =
        Stream.of(text.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty()).toList();
    if (names.isEmpty()) {
      settings.mistake(Setting.JWT_PUBLIC_KEY, "must name at least one PEM file");
    }
    return names.stream().flatMap(name -> readFile(name, settings).stream()).toList();
  }

  private static List<VerificationKey> readFile(String name, SettingReader settings) {
    String shown = LIKE_A_KEY.matcher(name).matches() ? "what it names" : SettingReader.quote(name);
    try {
      return parse(shown, SmallFile.read(name), settings);
    } catch (IOException e) {
      settings.mistake(
          Setting.JWT_PUBLIC_KEY,
          "must name readable PEM files; " + shown + " " + SmallFile.reason(e));
      return List.of();
    }
  }

  private static List<VerificationKey> parse(String shown, String pem, SettingReader settings) {
    try {
      return PemKeys.parse(pem);
    } catch (IllegalArgumentException unfit) {
      settings.mistake(
          Setting.JWT_PUBLIC_KEY, "must hold public keys; " + shown + " " + unfit.getMessage());
      return List.of();
    }
  }
}
