package io.parley.adapter.jwt;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;

/**
 * The kinds of public keys, each with the signature algorithms that it serves and no others.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3">RFC 7518, section 3</a> and <a
 *     href="https://www.rfc-editor.org/rfc/rfc8037">RFC 8037</a>
 */
enum KeyKind {
  RSA,
  P_256,
  P_384,
  ED25519;

  private static final int MIN_RSA_BITS = 2_048;

  /** Checking with a larger one takes milliseconds, also if it is a forged token that asks. */
  private static final int MAX_RSA_BITS = 16_384;

  /** At least one, by the names that headers have. */
  List<String> algorithms() {
    return switch (this) {
      case RSA -> List.of("RS256", "RS384", "RS512");
      case P_256 -> List.of("ES256");
      case P_384 -> List.of("ES384");
      case ED25519 -> List.of("EdDSA");
    };
  }

  /**
   * @throws IllegalArgumentException if the key is weak or of a kind that is not supported; the
   *     message goes on after "the key"
   */
  static KeyKind of(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return ofRsa(rsa.getModulus().bitLength());
    }
    if (key instanceof ECPublicKey ec && isOn("secp256r1", ec)) {
      return P_256;
    }
    if (key instanceof ECPublicKey ec && isOn("secp384r1", ec)) {
      return P_384;
    }
    if (key instanceof EdECPublicKey edwards
        && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      return ED25519;
    }
    throw new IllegalArgumentException(
        "is of a kind that is not supported: RSA, P-256, P-384 and Ed25519 are");
  }

  private static KeyKind ofRsa(int bits) {
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new IllegalArgumentException(
          "has " + bits + " bits: RSA keys must have " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
    }
    return RSA;
  }

  private static boolean isOn(String curve, ECPublicKey key) {
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(curve));
      ECParameterSpec expected = named.getParameterSpec(ECParameterSpec.class);
      ECParameterSpec actual = key.getParams();
      return actual.getCurve().equals(expected.getCurve())
          && actual.getGenerator().equals(expected.getGenerator())
          && actual.getOrder().equals(expected.getOrder())
          && actual.getCofactor() == expected.getCofactor();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK does not know " + curve, e);
    }
  }
}
