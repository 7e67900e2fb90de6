package io.parley.adapter.jwt;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Issues tokens for trying the service out; in production the host application does that. HS256,
 * with the claims {@code id} (a number) or {@code sub}, {@code iat}, {@code exp}, and those that
 * are required.
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
    return sign(Jwts.builder().claim("id", user.value()), lifetime);
  }

  /** As above, for a user whom the host calls by a key, which is the claim {@code sub}. */
  public String issue(UserKey user, Duration lifetime) {
    return sign(Jwts.builder().subject(user.text()), lifetime);
  }

  private String sign(JwtBuilder token, Duration lifetime) {
    Instant now = clock.instant();
    required.issuers().stream().limit(1).forEach(token::issuer);
    required.audiences().stream().limit(1).forEach(first -> token.audience().add(first).and());
    return token
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(lifetime)))
        .signWith(secret.keyFor(HmacAlgorithm.HS256), Jwts.SIG.HS256)
        .compact();
  }
}
