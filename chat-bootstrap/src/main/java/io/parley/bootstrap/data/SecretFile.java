package io.parley.bootstrap.data;

import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** A generated secret that is kept in a file which only its owner can read. */
public final class SecretFile {
  /** 384 bits, 64 characters: enough for every HMAC that tokens are signed with. */
  private static final int SECRET_BYTES = 48;

  private final Path file;

  private SecretFile(Path file) {
    this.file = file;
  }

  /** The secret that signs the tokens of a demo. */
  public static SecretFile demoJwtSecret(Path dataDirectory) {
    return new SecretFile(dataDirectory.resolve("demo-jwt.secret"));
  }

  /** The password of the embedded database. */
  public static SecretFile postgresPassword(Path dataDirectory) {
    return new SecretFile(dataDirectory.resolve("postgres.password"));
  }

  /** Where the secret is kept. */
  public Path path() {
    return file;
  }

  /**
   * Reads the secret.
   *
   * @return empty if none was generated yet
   * @throws StartupException if it is there and cannot be read
   */
  public Optional<Secret> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip())
          .filter(text -> !text.isEmpty())
          .map(Secret::new);
    } catch (IOException e) {
      throw new StartupException("The secret in " + file + " cannot be read: " + e, e);
    }
  }

  /** Reads the secret, or generates and keeps one; the caller holds the data directory. */
  public Secret readOrGenerate() {
    Optional<Secret> kept = read();
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    try {
      PrivateFiles.write(file, text + "\n");
    } catch (IOException e) {
      throw new StartupException("A secret cannot be written to " + file + ": " + e, e);
    }
    return new Secret(text);
  }
}
