package io.parley.adapter.jwt;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that the host application and this service share: any bytes, at least {@value
 * #MIN_BYTES} of them.
 */
public final class HmacSecret {
  public static final int MIN_BYTES = 32;

  private final byte[] bytes;

  /**
   * @throws IllegalArgumentException if there are fewer than {@value #MIN_BYTES} bytes
   */
  public HmacSecret(byte[] bytes) {
    if (bytes.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "The secret must have at least " + MIN_BYTES + " bytes, has " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /**
   * The key for one algorithm. jjwt wants as many key bytes as the hash has; a shorter secret is
   * filled up with zeros, which is what HMAC itself does with a key shorter than its block (RFC
   * 2104, section 2), so that the signatures are those of the secret as it is.
   */
  SecretKey keyFor(HmacAlgorithm algorithm) {
    byte[] key = Arrays.copyOf(bytes, Math.max(bytes.length, algorithm.hashBytes()));
    return new SecretKeySpec(key, algorithm.jcaName());
  }

  @Override
  public String toString() {
    return "HmacSecret[***]";
  }
}
