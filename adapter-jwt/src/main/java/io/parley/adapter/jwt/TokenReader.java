package io.parley.adapter.jwt;

import io.jsonwebtoken.ClaimJwtException;
import io.jsonwebtoken.Claims;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Opens tokens: their key and algorithm fit together, {@code exp} and {@code nbf} hold with {@link
 * JwtTokenVerifier#LEEWAY}, and they have the {@link RequiredClaims}. What they say of their user
 * is for others to read.
 */
final class TokenReader {
  /** Far more than any real token; keeps hostile ones away from the parser. */
  private static final int MAX_CHARACTERS = 16_384;

  private final List<TokenKey> own;
  private final Optional<JwksKeys> fetched;
  private final RequiredClaims required;

  private TokenReader(List<TokenKey> own, Optional<JwksKeys> fetched, RequiredClaims required) {
    this.own = List.copyOf(own);
    this.fetched = fetched;
    this.required = required;
  }

  static TokenReader of(TokenKeys keys, RequiredClaims required, Clock clock) {
    Stream<TokenKey> secrets =
        keys.secrets().stream().flatMap(secret -> TokenKey.of(secret, clock).stream());
    Stream<TokenKey> publicKeys = keys.publicKeys().stream().map(key -> TokenKey.of(key, clock));
    return new TokenReader(Stream.concat(secrets, publicKeys).toList(), keys.fetched(), required);
  }

  /**
   * What a token says that counts.
   *
   * @param reading of the claims; may throw anything if they are not what it looks for
   * @throws ChatException {@link ErrorCode#INVALID_TOKEN}
   */
  <T> T read(String token, Function<Claims, T> reading) {
    if (token.length() > MAX_CHARACTERS) {
      throw invalid();
    }
    try {
      Claims claims = open(token).orElseThrow(TokenReader::invalid);
      required.check(claims);
      return reading.apply(claims);
    } catch (RuntimeException refused) {
      // Whatever a parser throws at a hostile text, the text is at fault; why is nobody's business.
      throw invalid();
    }
  }

  /** What a token's user may show for himself, and for how long. */
  static Credential credential(UserId user, Claims claims) {
    return new Credential(user, issuedAt(claims), expiresAt(claims));
  }

  static Optional<Instant> issuedAt(Claims claims) {
    return Optional.ofNullable(claims.getIssuedAt()).map(Date::toInstant);
  }

  private static Optional<Instant> expiresAt(Claims claims) {
    return Optional.ofNullable(claims.getExpiration()).map(Date::toInstant);
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
