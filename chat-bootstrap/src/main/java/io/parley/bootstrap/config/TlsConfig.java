package io.parley.bootstrap.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that make the service speak TLS.
 *
 * @param certificate a PEM chain, the service's own certificate first
 * @param key the PEM private key of that certificate, as PKCS#8, not encrypted
 */
public record TlsConfig(Path certificate, Path key) {
  static Optional<TlsConfig> read(SettingReader settings) {
    Optional<Path> certificate = readFile(settings, Setting.CHAT_TLS_CERT);
    Optional<Path> key = readFile(settings, Setting.CHAT_TLS_KEY);
    if (settings.has(Setting.CHAT_TLS_CERT) != settings.has(Setting.CHAT_TLS_KEY)) {
      Setting missing =
          settings.has(Setting.CHAT_TLS_CERT) ? Setting.CHAT_TLS_KEY : Setting.CHAT_TLS_CERT;
      settings.mistake(missing, "must be set as well: TLS needs a certificate and its key");
    }
    return certificate.flatMap(chain -> key.map(fitting -> new TlsConfig(chain, fitting)));
  }

  private static Optional<Path> readFile(SettingReader settings, Setting setting) {
    try {
      return settings.text(setting).map(text -> Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      settings.mistake(setting, "must be a file");
      return Optional.empty();
    }
  }
}
