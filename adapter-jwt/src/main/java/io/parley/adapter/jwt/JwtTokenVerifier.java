package io.parley.adapter.jwt;

import io.jsonwebtoken.ClaimJwtException;
import io.jsonwebtoken.Claims;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Accepts signed tokens whose key and algorithm fit together, whose {@code exp} and {@code nbf}
 * hold with {@link #LEEWAY}, and which have the {@link RequiredClaims}. Unsigned and encrypted
 * tokens are refused. A token that names a key that is not known may block for a second, while
 * newer keys are fetched.
 *
 * @since 0.1
 */
public final class JwtTokenVerifier implements TokenVerifier {
  /** How far the clocks of the issuer and of this service may be apart. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  /** Far more than any real token; keeps hostile ones away from the parser. */
  private static final int MAX_CHARACTERS = 16_384;

  private final List<TokenKey> own;
  private final Optional<JwksKeys> fetched;
  private final RequiredClaims required;

  private JwtTokenVerifier(
      List<TokenKey> own, Optional<JwksKeys> fetched, RequiredClaims required) {
    this.own = List.copyOf(own);
    this.fetched = fetched;
    this.required = required;
  }

  /** Accepts tokens that one of the keys has signed. */
  public static JwtTokenVerifier of(TokenKeys keys, RequiredClaims required, Clock clock) {
    Stream<TokenKey> secrets =
        keys.secrets().stream().flatMap(secret -> TokenKey.of(secret, clock).stream());
    Stream<TokenKey> publicKeys = keys.publicKeys().stream().map(key -> TokenKey.of(key, clock));
    return new JwtTokenVerifier(
        Stream.concat(secrets, publicKeys).toList(), keys.fetched(), required);
  }

  /** Accepts HS256, HS384 and HS512, all with the same secret. */
  public static JwtTokenVerifier hmac(HmacSecret secret, Clock clock) {
    return of(
        new TokenKeys(List.of(secret), List.of(), Optional.empty()), RequiredClaims.NONE, clock);
  }

  @Override
  public Credential verify(String token) {
    if (token.length() > MAX_CHARACTERS) {
      throw invalid();
    }
    try {
      Claims claims = open(token).orElseThrow(JwtTokenVerifier::invalid);
      required.check(claims);
      return new Credential(
          TokenSubject.of(claims),
          Optional.ofNullable(claims.getIssuedAt()).map(Date::toInstant),
          Optional.ofNullable(claims.getExpiration()).map(Date::toInstant));
    } catch (RuntimeException refused) {
      // Whatever a parser throws at a hostile text, the text is at fault; why is nobody's business.
      throw invalid();
    }
  }

  private Optional<Claims> open(String token) {
    TokenHeader header = TokenHeader.of(token);
    KeyRing ring = ring();
    Optional<Claims> claims = open(token, ring.candidates(header));
    boolean namesNewKey = header.keyId().isPresent() && !ring.knows(header);
    if (claims.isPresent() || fetched.isEmpty() || !namesNewKey) {
      return claims;
    }
    fetched.get().lookAgain();
    KeyRing newer = ring();
    return newer.knows(header) ? open(token, newer.candidates(header)) : Optional.empty();
  }

  private KeyRing ring() {
    return new KeyRing(
        Stream.concat(own.stream(), fetched.stream().flatMap(keys -> keys.current().stream()))
            .toList());
  }

  /** The claims, by the first key that fits the signature. */
  private static Optional<Claims> open(String token, List<TokenKey> candidates) {
    return candidates.stream().flatMap(key -> open(token, key).stream()).findFirst();
  }

  private static Optional<Claims> open(String token, TokenKey key) {
    try {
      return Optional.of(key.open(token));
    } catch (ClaimJwtException outOfTime) {
      throw outOfTime; // the signature was good: no other key will do better
    } catch (RuntimeException notThisKey) {
      return Optional.empty();
    }
  }

  private static ChatException invalid() {
    return new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
  }
}
