package io.parley.bench.abuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an attack must not have left in the log of the service. */
final class ServiceLog {
  private static final int EXAMPLES = 5;
  private static final int EXAMPLE_LENGTH = 300;

  private static final Pattern ENTRY =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (TRACE|DEBUG|INFO |WARN |ERROR) .*");

  private static final Pattern ERROR = Pattern.compile("\\S+ ERROR .*");

  /** The first letters of every JSON Web Token. */
  private static final String TOKEN = "eyJ";

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\u2028\u2029&&[^\t]]");

  private ServiceLog() {}

  /** What is wrong, with some lines as examples; before its first entry a JVM may say anything. */
  static List<String> faults(Path log) throws IOException {
    List<String> faults = new ArrayList<>();
    // not by Files.lines: bytes that are no UTF-8 would end it, and only \n ends a line here
    try (Stream<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines()) {
      lines
          .dropWhile(line -> !ENTRY.matcher(line).matches())
          .flatMap(line -> faultOf(line).stream())
          .limit(EXAMPLES)
          .forEach(faults::add);
    }
    return faults;
  }

  private static Optional<String> faultOf(String line) {
    String shown = line.substring(0, Math.min(EXAMPLE_LENGTH, line.length()));
    if (!ENTRY.matcher(line).matches()) {
      return Optional.of("no entry of its own: " + shown);
    }
    if (ERROR.matcher(line).matches()) {
      return Optional.of("an error: " + shown);
    }
    if (line.contains(TOKEN)) {
      return Optional.of("a token");
    }
    if (INVISIBLE.matcher(line).find()) {
      return Optional.of("an invisible character: " + shown);
    }
    return Optional.empty();
  }
}
