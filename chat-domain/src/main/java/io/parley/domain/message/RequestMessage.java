package io.parley.domain.message;

/**
 * What somebody says who asks for contact: 1 to {@value #MAX_CODE_POINTS} code points, not only
 * white space.
 *
 * @since 0.1
 */
public record RequestMessage(String text) {
  public static final int MAX_CODE_POINTS = 1_000;

  public RequestMessage {
    Text.requireWellFormed("message", text, MAX_CODE_POINTS);
    Text.requireVisible("message", text);
  }
}
