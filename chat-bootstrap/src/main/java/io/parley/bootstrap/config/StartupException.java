package io.parley.bootstrap.config;

/** The program cannot do what it was started for; the message tells the operator what to change. */
public class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to do; may have several lines, holds no secret
   */
  public StartupException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong and what to do; may have several lines, holds no secret
   * @param cause the failure behind it, for the log
   */
  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
