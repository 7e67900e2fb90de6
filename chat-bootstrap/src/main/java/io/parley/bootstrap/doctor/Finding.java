package io.parley.bootstrap.doctor;

/**
 * What was looked at, and what was found.
 *
 * @param advice what to do about it; empty if it is well
 */
public record Finding(Level level, String subject, String found, String advice) {
  /** How bad it is. */
  public enum Level {
    GOOD("ok"),
    /** The service starts; something will be missed, or slow. */
    WARNING("warn"),
    /** The service does not start, or does not keep what it promises. */
    BAD("FAIL");

    private final String label;

    Level(String label) {
      this.label = label;
    }

    /** As it is printed. */
    public String label() {
      return label;
    }
  }

  static Finding good(String subject, String found) {
    return new Finding(Level.GOOD, subject, found, "");
  }

  static Finding warning(String subject, String found, String advice) {
    return new Finding(Level.WARNING, subject, found, advice);
  }

  static Finding bad(String subject, String found, String advice) {
    return new Finding(Level.BAD, subject, found, advice);
  }
}
