package io.parley.bench.server;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The live objects of a JVM by class, as {@code jcmd <pid> GC.class_histogram} prints them.
 *
 * @param classes by the JVM's name of a class, such as {@code [B} for {@code byte[]}
 */
public record ClassHistogram(Map<String, Count> classes) {
  private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  public ClassHistogram {
    classes = Map.copyOf(classes);
  }

  /**
   * Objects of one class, or how many more there are than there were.
   *
   * @param bytes of the objects themselves, without what they refer to
   */
  public record Count(long instances, long bytes) {
    private static final Count NONE = new Count(0, 0);

    private Count plus(Count other) {
      return new Count(instances + other.instances, bytes + other.bytes);
    }

    private Count minus(Count other) {
      return new Count(instances - other.instances, bytes - other.bytes);
    }
  }

  /** Reads the output of jcmd; classes of one name, from several class loaders, count as one. */
  static ClassHistogram parse(Stream<String> lines) {
    Map<String, Count> classes = new HashMap<>();
    lines
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .forEach(
            row ->
                classes.merge(
                    row.group(3),
                    new Count(Long.parseLong(row.group(1)), Long.parseLong(row.group(2))),
                    Count::plus));
    return new ClassHistogram(classes);
  }

  /** Bytes of all objects. */
  public long bytes() {
    return classes.values().stream().mapToLong(Count::bytes).sum();
  }

  /** Objects of exactly this class. */
  public long instances(Class<?> type) {
    return classes.getOrDefault(type.getName(), Count.NONE).instances();
  }

  /** What has been added since an earlier one; negative where there is less. */
  public ClassHistogram minus(ClassHistogram earlier) {
    Map<String, Count> difference = new HashMap<>(classes);
    earlier
        .classes()
        .forEach(
            (name, count) ->
                difference.put(name, difference.getOrDefault(name, Count.NONE).minus(count)));
    return new ClassHistogram(difference);
  }

  /** The classes with the most bytes, the largest first. */
  public List<Map.Entry<String, Count>> largest(int limit) {
    return classes.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Count> row) -> -row.getValue().bytes())
                .thenComparing(Map.Entry::getKey))
        .limit(limit)
        .toList();
  }
}
