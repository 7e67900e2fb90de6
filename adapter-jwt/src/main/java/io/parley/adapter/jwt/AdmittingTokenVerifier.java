package io.parley.adapter.jwt;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.UserAdmission;
import io.parley.domain.user.Bearer;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKeyForm;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * As {@link JwtTokenVerifier}, for users whom the host calls by something else than a number, or of
 * whom only the tokens tell: who they are here, somebody else says. Nobody is let in, or
 * remembered, by a token that is not good.
 */
public final class AdmittingTokenVerifier implements TokenVerifier {
  /** Longer than any store takes to answer, or to give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TokenReader tokens;
  private final UserKeyForm form;
  private final UserAdmission admission;

  private AdmittingTokenVerifier(TokenReader tokens, UserKeyForm form, UserAdmission admission) {
    this.tokens = tokens;
    this.form = form;
    this.admission = admission;
  }

  /**
   * Accepts tokens that one of the keys has signed.
   *
   * @param form of the users' keys: a token with another one is not good
   */
  public static AdmittingTokenVerifier of(
      TokenKeys keys,
      RequiredClaims required,
      Clock clock,
      UserKeyForm form,
      UserAdmission admission) {
    return new AdmittingTokenVerifier(TokenReader.of(keys, required, clock), form, admission);
  }

  @Override
  public CompletionStage<Credential> whenVerified(String token) {
    Shown shown =
        tokens.read(
            token,
            claims ->
                new Shown(
                    TokenSubject.bearer(claims, form),
                    user -> TokenReader.credential(user, claims)));
    return admission.admit(shown.bearer()).thenApply(shown.credential());
  }

  @Override
  public Credential verify(String token) {
    CompletableFuture<Credential> verified = whenVerified(token).toCompletableFuture();
    try {
      return verified.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable failure = e.getCause() == null ? e : ChatException.unwrap(e.getCause());
      throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("It cannot be said now who that is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("It cannot be said now who that is", e);
    }
  }

  /** A good token. */
  private record Shown(Bearer bearer, Function<UserId, Credential> credential) {}
}
