package io.parley.adapter.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Decodes form-encoded text strictly: broken escapes and broken UTF-8 are errors, not guesses. */
final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * @throws CharacterCodingException if the text is not the encoding of anything
   */
  static String decode(String encoded) throws CharacterCodingException {
    if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
      return encoded;
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(unescape(encoded)))
        .toString();
  }

  private static byte[] unescape(String encoded) throws CharacterCodingException {
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream unescaped = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        unescaped.write(escapedByte(bytes, i));
        i += 2;
      } else {
        unescaped.write(bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return unescaped.toByteArray();
  }

  private static int escapedByte(byte[] bytes, int percent) throws CharacterCodingException {
    if (percent + 2 >= bytes.length
        || !HexFormat.isHexDigit(bytes[percent + 1])
        || !HexFormat.isHexDigit(bytes[percent + 2])) {
      throw new CharacterCodingException();
    }
    return HexFormat.fromHexDigit(bytes[percent + 1]) << 4
        | HexFormat.fromHexDigit(bytes[percent + 2]);
  }
}
