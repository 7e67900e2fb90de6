package io.parley.adapter.postgres;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which transactions somebody has seen: PostgreSQL's {@code pg_snapshot}.
 *
 * @param xmin all before have ended
 * @param xmax none from here on has been seen
 * @param running those between that had not ended, ascending
 */
record Snapshot(long xmin, long xmax, List<Long> running) {
  /** Radix of the short form. */
  private static final int RADIX = Character.MAX_RADIX;

  Snapshot {
    running = List.copyOf(running);
    long previous = xmin - 1;
    boolean fits = xmin >= 1 && xmax >= xmin;
    for (long xid : running) {
      fits &= xid > previous && xid < xmax;
      previous = xid;
    }
    if (!fits) {
      throw new IllegalArgumentException("xmin " + xmin + ", xmax " + xmax + ", " + running);
    }
  }

  /** Of PostgreSQL's text: {@code xmin:xmax:xid,xid,…}. */
  static Snapshot ofSql(String text) {
    String[] parts = text.split(":", -1);
    return new Snapshot(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Stream.of(parts[2].split(",", -1))
            .filter(xid -> !xid.isEmpty())
            .map(Long::parseLong)
            .toList());
  }

  String toSql() {
    return xmin + ":" + xmax + ":" + running.stream().map(String::valueOf).collect(joining(","));
  }

  /**
   * The same, without transactions after {@code last}. What it leaves out may not have reached the
   * disk if it was undone, and a crash would have its id given again.
   */
  Snapshot upTo(long last) {
    long end = last < xmax ? last + 1 : xmax;
    List<Long> kept = running.stream().filter(xid -> xid < end).toList();
    return new Snapshot(kept.isEmpty() ? end : kept.get(0), end, kept);
  }

  /** A short form: letters, digits and dots. */
  String toText() {
    return Stream.concat(Stream.of(xmin, xmax - xmin), running.stream().map(xid -> xid - xmin))
        .map(number -> Long.toString(number, RADIX))
        .collect(joining("."));
  }

  /**
   * Of the short form.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Snapshot ofText(String text) {
    List<Long> numbers =
        Stream.of(text.split("\\.", -1)).map(number -> Long.parseLong(number, RADIX)).toList();
    if (numbers.size() < 2) {
      throw new IllegalArgumentException("half a snapshot");
    }
    long xmin = numbers.get(0);
    return new Snapshot(
        xmin,
        Math.addExact(xmin, numbers.get(1)),
        numbers.stream().skip(2).map(offset -> Math.addExact(xmin, offset)).toList());
  }
}
