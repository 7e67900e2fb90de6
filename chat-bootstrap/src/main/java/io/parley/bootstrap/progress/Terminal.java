package io.parley.bootstrap.progress;

import java.io.IOException;

/** Whether somebody looks at standard error. */
public final class Terminal {
  private static final String STANDARD_ERROR = "2";

  private Terminal() {}

  /**
   * Asks the system, as Java knows only of standard input and output together; {@code false} where
   * it cannot tell.
   */
  public static boolean showsErrors() {
    try {
      return new ProcessBuilder("test", "-t", STANDARD_ERROR).inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
