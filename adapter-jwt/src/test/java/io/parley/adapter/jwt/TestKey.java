package io.parley.adapter.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** An issuer's pair of keys, with its public one in every form in which it may be published. */
record TestKey(String kind, KeyPair pair) {
  static final TestKey RSA = rsa(2_048);
  static final TestKey P256 = generate("P256", "EC", new ECGenParameterSpec("secp256r1"));
  static final TestKey P384 = generate("P384", "EC", new ECGenParameterSpec("secp384r1"));
  static final TestKey ED25519 = ed25519();

  static TestKey rsa(int bits) {
    return generate("RSA", "RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  static TestKey p521() {
    return generate("P521", "EC", new ECGenParameterSpec("secp521r1"));
  }

  static TestKey ed25519() {
    return generate("Ed25519", "Ed25519");
  }

  static TestKey generate(String kind, String algorithm, AlgorithmParameterSpec... parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      for (AlgorithmParameterSpec spec : parameters) {
        generator.initialize(spec);
      }
      return new TestKey(kind, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  VerificationKey unnamed() {
    return VerificationKey.unnamed(pair.getPublic());
  }

  /** The algorithm that headers call this key's first. */
  String algorithm() {
    return switch (kind) {
      case "RSA" -> "RS256";
      case "P256" -> "ES256";
      case "P384" -> "ES384";
      default -> "EdDSA";
    };
  }

  /** All that it may be used with. */
  List<String> algorithms() {
    return kind.equals("RSA") ? List.of("RS256", "RS384", "RS512") : List.of(algorithm());
  }

  /** A token as the issuer makes it. */
  String token(String payload) {
    return sign("{\"alg\":\"" + algorithm() + "\"}", payload);
  }

  /** A token that names its key. */
  String token(String keyId, String payload) {
    return sign("{\"alg\":\"" + algorithm() + "\",\"kid\":\"" + keyId + "\"}", payload);
  }

  /** Signed with the key's first algorithm, whatever the header says. */
  String sign(String header, String payload) {
    return sign(header, payload, jcaName(algorithm()));
  }

  String sign(String header, String payload, String jcaName) {
    return TokenForge.signed(header, payload, jcaName, pair.getPrivate());
  }

  static String jcaName(String algorithm) {
    return switch (algorithm) {
      case "EdDSA" -> "Ed25519";
      case "PS256" -> "RSASSA-PSS";
      default ->
          "SHA"
              + algorithm.substring(2)
              + (algorithm.startsWith("RS") ? "withRSA" : "withECDSAinP1363Format");
    };
  }

  String pem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  String privatePem() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  static String pem(String label, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, newline).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** As a member of a JWKS, with more members: {@code ,"use":"sig"}. */
  String jwk(String keyId, String more) {
    return "{\"kid\":\"" + keyId + "\"," + members() + more + "}";
  }

  String jwk(String keyId) {
    return jwk(keyId, "");
  }

  private String members() {
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      return "\"kty\":\"RSA\",\"n\":\""
          + unsigned(rsa.getModulus().toByteArray(), (rsa.getModulus().bitLength() + 7) / 8)
          + "\",\"e\":\""
          + unsigned(rsa.getPublicExponent().toByteArray(), 3)
          + "\"";
    }
    if (pair.getPublic() instanceof ECPublicKey ec) {
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      return "\"kty\":\"EC\",\"crv\":\"P-"
          + bits
          + "\",\"x\":\""
          + unsigned(ec.getW().getAffineX().toByteArray(), (bits + 7) / 8)
          + "\",\"y\":\""
          + unsigned(ec.getW().getAffineY().toByteArray(), (bits + 7) / 8)
          + "\"";
    }
    byte[] der = pair.getPublic().getEncoded();
    return "\"kty\":\"OKP\",\"crv\":\""
        + kind
        + "\",\"x\":\""
        + TokenForge.base64(Arrays.copyOfRange(der, der.length - 32, der.length))
        + "\"";
  }

  /** The last bytes, filled up with zeros in front. */
  private static String unsigned(byte[] number, int length) {
    byte[] bytes = new byte[length];
    int count = Math.min(number.length, length);
    System.arraycopy(number, number.length - count, bytes, length - count, count);
    return TokenForge.base64(bytes);
  }

  @Override
  public String toString() {
    return kind;
  }
}
