package io.parley.adapter.websocket.connection;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that cannot be guessed: 120 random bits as 20 characters that are safe in a URL. */
public final class SessionIds {
  /** Characters of an id. */
  public static final int LENGTH = 20;

  private static final int BYTES = 15;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private SessionIds() {}

  public static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return ENCODER.encodeToString(bytes);
  }
}
