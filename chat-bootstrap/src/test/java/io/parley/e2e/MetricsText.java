package io.parley.e2e;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of metrics in the text format of Prometheus.
 *
 * @param types of the families, by their names
 */
record MetricsText(Map<String, String> types, List<Sample> samples) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
  private static final String MAX = "_max";

  /** One number. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static MetricsText parse(String text) {
    Map<String, String> types = new HashMap<>();
    List<Sample> samples =
        text.lines()
            .filter(
                line -> {
                  Matcher type = TYPE.matcher(line);
                  if (type.matches()) {
                    types.put(type.group(1), type.group(2));
                  }
                  return !line.startsWith("#") && !line.isBlank();
                })
            .map(MetricsText::sample)
            .toList();
    return new MetricsText(types, samples);
  }

  private static Sample sample(String line) {
    Matcher parts = SAMPLE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    if (parts.group(2) != null) {
      Matcher label = LABEL.matcher(parts.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Sample(parts.group(1), labels, Double.parseDouble(parts.group(3)));
  }

  /** The names of all numbers. */
  Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toSet());
  }

  /** The families whose names begin so, the largest values of histograms not apart. */
  Map<String, String> families(String prefix) {
    return types.entrySet().stream()
        .filter(type -> type.getKey().startsWith(prefix) && !isMaxOfAnother(type.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private boolean isMaxOfAnother(String name) {
    return name.endsWith(MAX) && types.containsKey(name.substring(0, name.length() - MAX.length()));
  }

  /** The labels of a family, without those of histograms. */
  Set<String> labelsOf(String family) {
    return samples.stream()
        .filter(
            sample ->
                sample.name().equals(family)
                    || (sample.name().startsWith(family + "_")
                        && !types.containsKey(sample.name())))
        .flatMap(sample -> sample.labels().keySet().stream())
        .filter(label -> !label.equals("le"))
        .collect(Collectors.toSet());
  }

  /**
   * The sum of all numbers of a name that have these labels; 0 if there are none.
   *
   * @param labels such as {@code code=too_many}
   */
  double sum(String name, String... labels) {
    Map<String, String> wanted = new HashMap<>();
    for (String label : labels) {
      String[] parts = label.split("=", 2);
      wanted.put(parts[0], parts[1]);
    }
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(wanted.entrySet()))
        .mapToDouble(Sample::value)
        .sum();
  }
}
