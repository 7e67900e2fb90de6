package io.parley.domain.message;

import io.parley.domain.error.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the host keeps what was attached: an absolute http(s) URL of at most 2,048 characters.
 *
 * @since 0.1
 */
public record AttachmentUrl(String text) {
  public static final int MAX_CODE_POINTS = 2_048;

  public AttachmentUrl {
    Text.requireWellFormed("attachmentUrl", text, MAX_CODE_POINTS);
    if (!isHttpUrl(text)) {
      throw new InvalidValueException("attachmentUrl", "must be an http or https URL");
    }
  }

  private static boolean isHttpUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && uri.getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
