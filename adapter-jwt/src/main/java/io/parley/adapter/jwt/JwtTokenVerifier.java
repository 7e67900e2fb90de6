package io.parley.adapter.jwt;

import io.parley.domain.port.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Accepts signed tokens whose key and algorithm fit together, whose {@code exp} and {@code nbf}
 * hold with {@link #LEEWAY}, and which have the {@link RequiredClaims}; the user's id is a number
 * in them. Unsigned and encrypted tokens are refused. A token that names a key that is not known
 * may block for a second, while newer keys are fetched.
 *
 * @since 0.1
 */
public final class JwtTokenVerifier implements TokenVerifier {
  /** How far the clocks of the issuer and of this service may be apart. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  private final TokenReader tokens;

  private JwtTokenVerifier(TokenReader tokens) {
    this.tokens = tokens;
  }

  /** Accepts tokens that one of the keys has signed. */
  public static JwtTokenVerifier of(TokenKeys keys, RequiredClaims required, Clock clock) {
    return new JwtTokenVerifier(TokenReader.of(keys, required, clock));
  }

  /** Accepts HS256, HS384 and HS512, all with the same secret. */
  public static JwtTokenVerifier hmac(HmacSecret secret, Clock clock) {
    return of(
        new TokenKeys(List.of(secret), List.of(), Optional.empty()), RequiredClaims.NONE, clock);
  }

  @Override
  public Credential verify(String token) {
    return tokens.read(token, claims -> TokenReader.credential(TokenSubject.of(claims), claims));
  }
}
