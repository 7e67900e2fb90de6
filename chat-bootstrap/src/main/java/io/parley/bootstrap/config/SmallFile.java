package io.parley.bootstrap.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads text files of up to {@value #MAX_BYTES} bytes, as settings name them. */
final class SmallFile {
  static final int MAX_BYTES = 1_048_576;

  private SmallFile() {}

  /**
   * @throws IOException if it cannot be read, is too large, or is no UTF-8 text
   */
  static String read(String name) throws IOException {
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("too large");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (InvalidPathException e) {
      throw new NoSuchFileException("not a name of a file");
    }
  }

  /** What is wrong, without the name, which may be a secret in the wrong place. */
  static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "must not be read by this user";
    }
    if (failure instanceof CharacterCodingException) {
      return "is not a text in UTF-8";
    }
    return "is a directory, too large, or cannot be read";
  }
}
