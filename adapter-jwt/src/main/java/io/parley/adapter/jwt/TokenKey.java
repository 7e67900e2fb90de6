package io.parley.adapter.jwt;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A key with the algorithms that it is used with. Its parser knows this key and these algorithms
 * only, so that a header cannot bring the key together with another one.
 */
final class TokenKey {
  private final Optional<String> id;
  private final Set<String> algorithms;
  private final JwtParser parser;

  private TokenKey(
      Optional<String> id, List<String> algorithms, JwtParserBuilder parser, Clock clock) {
    this.id = id;
    this.algorithms = Set.copyOf(algorithms);
    this.parser =
        parser
            .json(new ClaimsReader())
            .sig()
            .clear()
            .add(algorithms.stream().map(Jwts.SIG.get()::forKey).toList())
            .and()
            .zip() // a compressed token could be a decompression bomb
            .clear()
            .and()
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(JwtTokenVerifier.LEEWAY.toSeconds())
            .build();
  }

  static TokenKey of(VerificationKey key, Clock clock) {
    return new TokenKey(key.id(), key.algorithms(), Jwts.parser().verifyWith(key.key()), clock);
  }

  /** One for each algorithm. */
  static List<TokenKey> of(HmacSecret secret, Clock clock) {
    return Arrays.stream(HmacAlgorithm.values())
        .map(
            algorithm ->
                new TokenKey(
                    Optional.empty(),
                    List.of(algorithm.name()),
                    Jwts.parser().verifyWith(secret.keyFor(algorithm)),
                    clock))
        .toList();
  }

  Optional<String> id() {
    return id;
  }

  boolean fits(String algorithm) {
    return algorithms.contains(algorithm);
  }

  /**
   * Checks signature and times.
   *
   * @throws RuntimeException of any kind if the token is not good; a {@link
   *     io.jsonwebtoken.ClaimJwtException} only after the signature was
   */
  Claims open(String token) {
    return parser.parseSignedClaims(token).getPayload();
  }
}
