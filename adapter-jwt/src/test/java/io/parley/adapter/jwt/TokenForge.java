package io.parley.adapter.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
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
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
