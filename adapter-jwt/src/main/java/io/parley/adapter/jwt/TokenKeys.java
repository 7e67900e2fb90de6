package io.parley.adapter.jwt;

import java.util.List;
import java.util.Optional;

/**
 * Everything that may have signed a token.
 *
 * @param secrets for HS256, HS384 and HS512
 * @param publicKeys that stay the same
 * @param fetched keys that change
 */
public record TokenKeys(
    List<HmacSecret> secrets, List<VerificationKey> publicKeys, Optional<JwksKeys> fetched) {
  public TokenKeys {
    secrets = List.copyOf(secrets);
    publicKeys = List.copyOf(publicKeys);
  }
}
