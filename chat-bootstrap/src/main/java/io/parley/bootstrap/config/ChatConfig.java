package io.parley.bootstrap.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration of the service, checked.
 *
 * @param standby of the database, for what users look at
 * @param dataDirectory where the embedded database, generated secrets and the search index live
 * @param jwtSecret what tokens are signed with, at least {@value #MIN_SECRET_BYTES} bytes; empty
 *     only in demo mode, which generates one
 * @param adminToken of services of the host, at least {@value #MIN_SECRET_BYTES} bytes
 * @param demo whether to bring demo users
 */
public record ChatConfig(
    HttpConfig http,
    DatabaseConfig database,
    Optional<DatabaseConfig.External> standby,
    ClusterConfig cluster,
    Path dataDirectory,
    Optional<Secret> jwtSecret,
    Optional<Secret> adminToken,
    LimitsConfig limits,
    boolean demo) {
  public static final int MIN_SECRET_BYTES = 32;

  private static final String DEFAULT_DATA_DIRECTORY = "chat-data";

  /**
   * Reads everything that the service needs.
   *
   * @param values by the names of the environment variables; other variables are ignored
   * @throws ConfigException with all mistakes
   */
  public static ChatConfig from(Map<String, String> values) {
    SettingReader settings = new SettingReader(values);
    Optional<Secret> secret = readJwtSecret(settings);
    boolean demo = settings.truth(Setting.CHAT_DEMO);
    if (!demo && !settings.has(Setting.JWT_SECRET)) {
      settings.mistake(
          Setting.JWT_SECRET,
          "must be set to the secret that your application signs its tokens with; to try the"
              + " service without one, start it with --demo");
    }
    settings.refuseUnsupported("JWT_PUBLIC_KEY", "unset it and use JWT_SECRET");
    settings.refuseUnsupported("JWT_JWKS_URL", "unset it and use JWT_SECRET");
    DatabaseConfig database = DatabaseConfig.read(settings);
    ChatConfig config =
        new ChatConfig(
            HttpConfig.read(settings),
            database,
            DatabaseConfig.readStandby(settings, database),
            ClusterConfig.read(settings),
            readDataDirectory(settings),
            secret,
            readSecret(settings, Setting.CHAT_ADMIN_TOKEN),
            LimitsConfig.read(settings),
            demo);
    settings.requireNoMistakes();
    return config;
  }

  /** Reads the secret alone. */
  public static Optional<Secret> readJwtSecret(SettingReader settings) {
    return readSecret(settings, Setting.JWT_SECRET);
  }

  private static Optional<Secret> readSecret(SettingReader settings, Setting setting) {
    Optional<Secret> secret = settings.secret(setting);
    int bytes = secret.map(s -> s.text().getBytes(StandardCharsets.UTF_8).length).orElse(0);
    if (secret.isPresent() && bytes < MIN_SECRET_BYTES) {
      settings.mistake(
          setting,
          "must have at least "
              + MIN_SECRET_BYTES
              + " bytes, has "
              + bytes
              + "; a good one comes from: openssl rand -base64 48");
    }
    return secret;
  }

  /** Reads the data directory alone. */
  public static Path readDataDirectory(SettingReader settings) {
    String text = settings.text(Setting.CHAT_DATA_DIR).orElse(DEFAULT_DATA_DIRECTORY);
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      settings.mistake(
          Setting.CHAT_DATA_DIR, "must be a directory, not " + SettingReader.quote(text));
      return Path.of(DEFAULT_DATA_DIRECTORY);
    }
  }
}
