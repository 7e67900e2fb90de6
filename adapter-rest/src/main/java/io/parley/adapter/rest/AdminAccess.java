package io.parley.adapter.rest;

import io.parley.application.access.RevokeTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What the host's own services may do, and the credential that they show for it. */
public final class AdminAccess {
  private final byte[] credential;
  private final RevokeTokens revokeTokens;
  private final LogLevels logLevels;

  /**
   * @param credential a secret of the host's services, which no user has
   */
  public AdminAccess(String credential, RevokeTokens revokeTokens, LogLevels logLevels) {
    this.credential = credential.getBytes(StandardCharsets.UTF_8);
    this.revokeTokens = revokeTokens;
    this.logLevels = logLevels;
  }

  RevokeTokens revokeTokens() {
    return revokeTokens;
  }

  LogLevels logLevels() {
    return logLevels;
  }

  /** Takes the same time wherever the first difference is. */
  boolean isGrantedBy(String shown) {
    return MessageDigest.isEqual(credential, shown.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AdminAccess[***]";
  }
}
