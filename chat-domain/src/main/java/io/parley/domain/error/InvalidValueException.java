package io.parley.domain.error;

/**
 * A value breaks a rule; carries the name of the field that has to change.
 *
 * @since 0.1
 */
public final class InvalidValueException extends ChatException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field the wire name of the field, such as {@code content}
   * @param rule what the field must be, such as {@code "must have 1 to 64 characters"}
   */
  public InvalidValueException(String field, String rule) {
    super(ErrorCode.INVALID_REQUEST, field + " " + rule);
    this.field = field;
  }

  /** The wire name of the field that is wrong. */
  public String field() {
    return field;
  }
}
