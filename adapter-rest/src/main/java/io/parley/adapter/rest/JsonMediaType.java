package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises a body that is declared as JSON (RFC 8259) in UTF-8 and is not compressed. */
final class JsonMediaType {
  private static final Pattern JSON =
      Pattern.compile(
          "\\s*application/json\\s*(?:;\\s*charset\\s*=\\s*\"?(?<charset>[^\\s;\"]*)\"?\\s*)?(?:;.*)?",
          Pattern.CASE_INSENSITIVE);

  private JsonMediaType() {}

  static boolean isDeclared(Context ctx) {
    String contentType = ctx.header(Header.CONTENT_TYPE);
    String encoding = ctx.header(Header.CONTENT_ENCODING);
    return contentType != null
        && isUtf8Json(contentType)
        && (encoding == null || encoding.equalsIgnoreCase("identity"));
  }

  static boolean isUtf8Json(String contentType) {
    Matcher matcher = JSON.matcher(contentType);
    if (!matcher.matches()) {
      return false;
    }
    String charset = matcher.group("charset");
    return charset == null
        || charset.equalsIgnoreCase("utf-8")
        || charset.equalsIgnoreCase("utf8")
        || charset.equalsIgnoreCase("us-ascii");
  }
}
