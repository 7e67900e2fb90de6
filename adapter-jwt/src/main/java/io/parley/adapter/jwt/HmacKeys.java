package io.parley.adapter.jwt;

import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.Locator;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.SecretKey;

/**
 * Finds the key for a token's header. The algorithm family is bound to the key: a header that names
 * anything but HMAC is refused before the secret is touched.
 */
final class HmacKeys implements Locator<Key> {
  private final Map<HmacAlgorithm, SecretKey> keys = new EnumMap<>(HmacAlgorithm.class);

  HmacKeys(HmacSecret secret) {
    for (HmacAlgorithm algorithm : HmacAlgorithm.values()) {
      keys.put(algorithm, secret.keyFor(algorithm));
    }
  }

  @Override
  public Key locate(Header header) {
    if (!(header instanceof JwsHeader)) {
      throw new UnsupportedJwtException("Only signed tokens are accepted");
    }
    return HmacAlgorithm.named(header.getAlgorithm())
        .map(keys::get)
        .orElseThrow(() -> new UnsupportedJwtException("No key for this algorithm"));
  }
}
