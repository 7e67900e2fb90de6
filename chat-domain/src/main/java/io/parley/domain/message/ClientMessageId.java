package io.parley.domain.message;

/**
 * The id that a client gives a message before it sends it, so that it may send it again: 1 to
 * {@value #MAX_CODE_POINTS} characters of any text, a UUID or ULID usually; unique for each sender.
 *
 * @since 0.1
 */
public record ClientMessageId(String text) {
  public static final int MAX_CODE_POINTS = 64;

  public ClientMessageId {
    Text.requireWellFormed("clientMessageId", text, MAX_CODE_POINTS);
  }
}
