package io.parley.domain.message;

/**
 * What a person typed: 1 to {@value #MAX_CODE_POINTS} code points, not only white space.
 *
 * @since 0.1
 */
public record MessageContent(String text) {
  public static final int MAX_CODE_POINTS = 10_000;

  public MessageContent {
    Text.requireWellFormed("content", text, MAX_CODE_POINTS);
    Text.requireVisible("content", text);
  }
}
