package io.parley.bootstrap.http;

import io.parley.bootstrap.config.TlsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is in the files of a certificate and its key.
 *
 * @param certificate PEM
 * @param key PEM; never shown
 */
record PemFiles(String certificate, String key) {
  private static final long MAX_BYTES = 1 << 20;

  /**
   * @throws UnusableTlsException if one of them cannot be read
   */
  static PemFiles read(TlsConfig config) throws UnusableTlsException {
    return new PemFiles(
        read("CHAT_TLS_CERT (--tls-cert)", config.certificate()),
        read("CHAT_TLS_KEY (--tls-key)", config.key()));
  }

  private static String read(String setting, Path file) throws UnusableTlsException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UnusableTlsException(setting + " is no PEM file: " + file);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UnusableTlsException(setting + " cannot be read: " + file, e);
    }
  }

  @Override
  public String toString() {
    return "PemFiles[hidden]";
  }
}
