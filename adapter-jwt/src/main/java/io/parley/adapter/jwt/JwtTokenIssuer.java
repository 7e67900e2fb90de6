package io.parley.adapter.jwt;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Issues tokens for trying the service out; in production the host application does that. HS256,
 * with the claims {@code id} (a number), {@code iat}, {@code exp}, and those that are required.
 *
 * @since 0.1
 */
public final class JwtTokenIssuer {
  private final HmacSecret secret;
  private final RequiredClaims required;
  private final Clock clock;

  public JwtTokenIssuer(HmacSecret secret, Clock clock) {
    this(secret, RequiredClaims.NONE, clock);
  }

  /**
   * @param required of which each token gets the first issuer and the first audience
   */
  public JwtTokenIssuer(HmacSecret secret, RequiredClaims required, Clock clock) {
    this.secret = secret;
    this.required = required;
    this.clock = clock;
  }

  /** A token that stands for {@code user} from now until {@code lifetime} has passed. */
  public String issue(UserId user, Duration lifetime) {
    Instant now = clock.instant();
    JwtBuilder token = Jwts.builder();
    required.issuers().stream().limit(1).forEach(token::issuer);
    required.audiences().stream().limit(1).forEach(first -> token.audience().add(first).and());
    return token
        .claim("id", user.value())
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(lifetime)))
        .signWith(secret.keyFor(HmacAlgorithm.HS256), Jwts.SIG.HS256)
        .compact();
  }
}
