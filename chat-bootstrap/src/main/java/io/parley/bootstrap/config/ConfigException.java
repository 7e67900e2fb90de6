package io.parley.bootstrap.config;

import java.util.List;

/** The configuration is wrong; the message lists every mistake and what to do about it. */
public final class ConfigException extends StartupException {
  private static final long serialVersionUID = 1L;

  /**
   * @param mistakes at least one sentence, none of which shows a secret
   */
  public ConfigException(List<String> mistakes) {
    super("The configuration is not usable:\n  - " + String.join("\n  - ", mistakes));
  }
}
