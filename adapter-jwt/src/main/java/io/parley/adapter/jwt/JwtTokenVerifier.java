package io.parley.adapter.jwt;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;

/**
 * Accepts signed tokens whose key and algorithm fit together, and whose {@code exp} and {@code nbf}
 * hold with {@link #LEEWAY}. Unsigned and encrypted tokens are refused.
 */
public final class JwtTokenVerifier implements TokenVerifier {
  /** How far the clocks of the issuer and of this service may be apart. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  /** Far more than any real token; keeps hostile ones away from the parser. */
  private static final int MAX_CHARACTERS = 16_384;

  private final JwtParser parser;

  private JwtTokenVerifier(Locator<Key> keys, Clock clock) {
    this.parser =
        Jwts.parser()
            .keyLocator(keys)
            .zip() // a compressed token could be a decompression bomb
            .clear()
            .and()
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(LEEWAY.toSeconds())
            .build();
  }

  /** Accepts HS256, HS384 and HS512, all with the same secret. */
  public static JwtTokenVerifier hmac(HmacSecret secret, Clock clock) {
    return new JwtTokenVerifier(new HmacKeys(secret), clock);
  }

  @Override
  public Credential verify(String token) {
    if (token.length() > MAX_CHARACTERS) {
      throw invalid();
    }
    try {
      Claims claims = parser.parseSignedClaims(token).getPayload();
      return new Credential(
          TokenSubject.of(claims),
          Optional.ofNullable(claims.getIssuedAt()).map(Date::toInstant),
          Optional.ofNullable(claims.getExpiration()).map(Date::toInstant));
    } catch (RuntimeException refused) {
      // Whatever a parser throws at a hostile text, the text is at fault; why is nobody's business.
      throw invalid();
    }
  }

  private static ChatException invalid() {
    return new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
  }
}
