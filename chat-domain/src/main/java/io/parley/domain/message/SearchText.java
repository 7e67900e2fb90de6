package io.parley.domain.message;

/**
 * What is searched for: 1 to {@value #MAX_CODE_POINTS} code points, not only white space; matched
 * as a substring, whatever the case. No character has a special meaning.
 *
 * @since 0.1
 */
public record SearchText(String text) {
  public static final int MAX_CODE_POINTS = 200;

  public SearchText {
    Text.requireWellFormed("q", text, MAX_CODE_POINTS);
    Text.requireVisible("q", text);
  }
}
