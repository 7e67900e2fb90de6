package io.parley.adapter.lucene;

import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.BytesRef;

/** The grams of a folded text, in UTF-8: parts of one array. */
final class Grams {
  /** Code points in a gram. */
  static final int LENGTH = 3;

  private final byte[] bytes;

  /** Where in the bytes each code point begins, and at last where they end. */
  private final int[] starts;

  private final int count;
  private final int length;

  private Grams(byte[] bytes, int[] starts, int count, int length) {
    this.bytes = bytes;
    this.starts = starts;
    this.count = count;
    this.length = length;
  }

  static Grams of(String folded) {
    return of(folded, LENGTH);
  }

  /** Its code points, one by one. */
  static Grams characters(String folded) {
    return of(folded, 1);
  }

  private static Grams of(String folded, int length) {
    byte[] bytes = folded.getBytes(StandardCharsets.UTF_8);
    int[] starts = new int[bytes.length + 1];
    int count = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (!isContinuation(bytes[i])) {
        starts[count++] = i;
      }
    }
    starts[count] = bytes.length;
    return new Grams(bytes, starts, count, length);
  }

  /** RFC 3629, section 3: 10xxxxxx in binary. */
  private static boolean isContinuation(byte unit) {
    return (unit & 0xC0) == 0x80;
  }

  /** One for each code point. */
  int count() {
    return count;
  }

  /** Points {@code gram} to the gram that begins at a code point. */
  void get(int number, BytesRef gram) {
    int end = Math.min(number + length, count);
    gram.bytes = bytes;
    gram.offset = starts[number];
    gram.length = starts[end] - starts[number];
  }

  BytesRef get(int number) {
    BytesRef gram = new BytesRef();
    get(number, gram);
    return gram;
  }
}
