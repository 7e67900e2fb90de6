package io.parley.adapter.jwt;

import io.jsonwebtoken.Jwts;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Issues tokens for trying the service out; in production the host application does that. HS256,
 * with the claims {@code id} (a number), {@code iat} and {@code exp}.
 */
public final class JwtTokenIssuer {
  private final HmacSecret secret;
  private final Clock clock;

  public JwtTokenIssuer(HmacSecret secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** A token that stands for {@code user} from now until {@code lifetime} has passed. */
  public String issue(UserId user, Duration lifetime) {
    Instant now = clock.instant();
    return Jwts.builder()
        .claim("id", user.value())
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(lifetime)))
        .signWith(secret.keyFor(HmacAlgorithm.HS256), Jwts.SIG.HS256)
        .compact();
  }
}
