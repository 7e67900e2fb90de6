package io.parley.adapter.jwt;

import io.jsonwebtoken.Claims;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who must have issued a token, and for whom.
 *
 * @param issuers one of which the claim {@code iss} must equal; empty if it is not looked at
 * @param audiences one of which the claim {@code aud}, a string or an array, must hold; empty if it
 *     is not looked at
 */
public record RequiredClaims(List<String> issuers, List<String> audiences) {
  public static final RequiredClaims NONE = new RequiredClaims(List.of(), List.of());

  public RequiredClaims {
    issuers = List.copyOf(issuers);
    audiences = List.copyOf(audiences);
  }

  /**
   * @throws IllegalArgumentException or an error of the parser if the claims are not these
   */
  void check(Claims claims) {
    Optional<String> issuer = Optional.ofNullable(claims.getIssuer());
    if (!issuers.isEmpty() && issuer.filter(issuers::contains).isEmpty()) {
      throw new IllegalArgumentException("Of another issuer");
    }
    if (!audiences.isEmpty() && Collections.disjoint(audiences, audience(claims))) {
      throw new IllegalArgumentException("For others");
    }
  }

  private static Set<String> audience(Claims claims) {
    Set<String> audience = claims.getAudience();
    return audience == null ? Set.of() : audience;
  }
}
