package io.parley.bench.client;

import java.nio.charset.StandardCharsets;

/** A piece of UTF-8 text in a buffer, searched without decoding it. */
public final class Text {
  private byte[] bytes = new byte[0];
  private int start;
  private int end;

  void set(byte[] buffer, int from, int to) {
    bytes = buffer;
    start = from;
    end = to;
  }

  /** Whether the text has {@code prefix} at its beginning. */
  public boolean startsWith(byte[] prefix) {
    return end - start >= prefix.length && matches(start, prefix);
  }

  /** The digits after the first occurrence of {@code marker}; -1 if there are none. */
  public long numberAfter(byte[] marker) {
    int at = indexAfter(marker);
    if (at < 0 || at == end || !isDigit(bytes[at])) {
      return -1;
    }
    long value = 0;
    for (; at < end && isDigit(bytes[at]); at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    return value;
  }

  /** Whether {@code part} occurs. */
  public boolean contains(byte[] part) {
    return indexAfter(part) >= 0;
  }

  private int indexAfter(byte[] marker) {
    for (int at = start; at <= end - marker.length; at++) {
      if (matches(at, marker)) {
        return at + marker.length;
      }
    }
    return -1;
  }

  private boolean matches(int at, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (bytes[at + i] != part[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  @Override
  public String toString() {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
