package io.parley.domain.message;

import io.parley.domain.error.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Where the host keeps what was attached: an absolute http(s) URL of at most 2,048 characters. Its
 * path may have what browsers accept, and {@link java.net.URI} does not, such as a space; nothing
 * that ends an attribute or a line.
 *
 * @since 0.1
 */
public record AttachmentUrl(String text) {
  public static final int MAX_CODE_POINTS = 2_048;

  private static final Pattern HTTP_URL =
      Pattern.compile("(?i)https?://[^/?#\\\\\\s\\p{Cntrl}<>\"]+([/?#][^\\p{Cntrl}<>\"]*)?");

  public AttachmentUrl {
    Text.requireWellFormed("attachmentUrl", text, MAX_CODE_POINTS);
    if (!HTTP_URL.matcher(text).matches()) {
      throw new InvalidValueException("attachmentUrl", "must be an http or https URL");
    }
  }
}
