package io.parley.bench;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Texts of made-up words, some frequent and most of them not, as in a language; the same text for
 * the same number.
 */
final class Words {
  private static final int DIFFERENT = 5_000;
  private static final String[] SYLLABLES = {
    "ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "le", "mu", "na", "po", "ri", "se", "tu", "wa"
  };

  private final String[] words;

  Words() {
    Random random = new Random(1);
    this.words =
        IntStream.range(0, DIFFERENT)
            .mapToObj(i -> word(random, 1 + random.nextInt(4)))
            .toArray(String[]::new);
  }

  private static String word(Random random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }

  /**
   * @param bytes length, at least
   */
  String text(long number, int bytes) {
    Random random = new Random(number * 0x9E3779B97F4A7C15L);
    StringBuilder text = new StringBuilder(bytes + 16);
    while (text.length() < bytes) {
      double rank = random.nextDouble();
      text.append(words[(int) (DIFFERENT * rank * rank * rank)]).append(' ');
    }
    return text.toString();
  }
}
