package io.parley.adapter.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What requests are signed with: {@code whsec_} and 24 to 64 bytes in Base64. Thread-safe. */
public final class WebhookSecret {
  public static final int MIN_BYTES = 24;
  public static final int MAX_BYTES = 64;

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private WebhookSecret(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * Reads a secret.
   *
   * @throws IllegalArgumentException if it is none; the message does not show it
   */
  public static WebhookSecret of(String text) {
    if (text.startsWith(PREFIX)) {
      try {
        byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES) {
          return new WebhookSecret(bytes);
        }
      } catch (IllegalArgumentException notBase64) {
        throw unfit(); // its message has parts of the secret
      }
    }
    throw unfit();
  }

  private static IllegalArgumentException unfit() {
    return new IllegalArgumentException(
        "must be whsec_ and " + MIN_BYTES + " to " + MAX_BYTES + " bytes in Base64");
  }

  /** The header {@code webhook-signature} of a request. */
  String sign(String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret[***]";
  }
}
