package io.parley.adapter.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Builds tokens by hand, right and wrong ones, as any issuer could. */
final class TokenForge {
  static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private TokenForge() {}

  static String hs256(String payload) {
    return signed("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload, "HmacSHA256", SECRET);
  }

  static String signed(String header, String payload, String mac, byte[] secret) {
    String signingInput = base64(header) + "." + base64(payload);
    return signingInput + "." + signature(signingInput, mac, secret);
  }

  /** Signed with the algorithm of the JDK, whatever the header says. */
  static String signed(String header, String payload, String algorithm, PrivateKey key) {
    String signingInput = base64(header) + "." + base64(payload);
    try {
      Signature signature = Signature.getInstance(algorithm);
      if (algorithm.equals("RSASSA-PSS")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(key);
      signature.update(signingInput.getBytes(StandardCharsets.US_ASCII));
      return signingInput + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String unsigned(String header, String payload) {
    return base64(header) + "." + base64(payload) + ".";
  }

  /** The same signature under another payload. */
  static String withPayload(String token, String payload) {
    String[] parts = token.split("\\.", -1);
    return parts[0] + "." + base64(payload) + "." + parts[2];
  }

  private static String signature(String signingInput, String algorithm, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      byte[] bytes = mac.doFinal(signingInput.getBytes(StandardCharsets.US_ASCII));
      return base64(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
