package io.parley.application.access;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import java.util.concurrent.CompletionStage;

/**
 * Refuses the tokens that were revoked, and leaves the others to another verifier.
 *
 * @since 0.1
 */
public final class RevocableTokens implements TokenVerifier {
  private final TokenVerifier verifier;
  private final RevokeTokens revocations;

  public RevocableTokens(TokenVerifier verifier, RevokeTokens revocations) {
    this.verifier = verifier;
    this.revocations = revocations;
  }

  @Override
  public Credential verify(String token) {
    return unlessRevoked(verifier.verify(token));
  }

  @Override
  public CompletionStage<Credential> whenVerified(String token) {
    return verifier.whenVerified(token).thenApply(this::unlessRevoked);
  }

  private Credential unlessRevoked(Credential credential) {
    if (isRevoked(credential)) {
      throw new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
    }
    return credential;
  }

  @Override
  public boolean isRevoked(Credential credential) {
    return revocations.covers(credential);
  }
}
