package io.parley.bootstrap.config;

import io.parley.adapter.jwt.HmacSecret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration of the service, checked.
 *
 * @param standby of the database, for what users look at
 * @param dataDirectory where the embedded database, generated secrets and the search index live
 * @param tokens which of them are accepted
 * @param users who they are
 * @param adminToken of services of the host, at least {@value HmacSecret#MIN_BYTES} bytes
 * @param contactRequests whether users have to ask before they may write
 * @param demo whether to bring demo users, and a secret for tokens if none is named
 */
public record ChatConfig(
    HttpConfig http,
    DatabaseConfig database,
    Optional<DatabaseConfig.External> standby,
    ClusterConfig cluster,
    Path dataDirectory,
    TokenConfig tokens,
    UsersConfig users,
    Optional<Secret> adminToken,
    LimitsConfig limits,
    Optional<WebhookConfig> webhook,
    boolean contactRequests,
    MetricsAccess metrics,
    LogFormat logFormat,
    TelemetryConfig telemetry,
    boolean demo) {
  private static final String DEFAULT_DATA_DIRECTORY = "chat-data";

  /**
   * Reads everything that the service needs.
   *
   * @param values by the names of the environment variables; other variables are ignored
   * @throws ConfigException with all mistakes
   */
  public static ChatConfig from(Map<String, String> values) {
    SettingReader settings = new SettingReader(values);
    boolean demo = settings.truth(Setting.CHAT_DEMO);
    DatabaseConfig database = DatabaseConfig.read(settings);
    ChatConfig config =
        new ChatConfig(
            HttpConfig.read(settings),
            database,
            DatabaseConfig.readStandby(settings, database),
            ClusterConfig.read(settings),
            readDataDirectory(settings),
            TokenConfig.read(settings, demo),
            UsersConfig.read(settings, demo),
            TokenConfig.readSecret(Setting.CHAT_ADMIN_TOKEN, settings),
            LimitsConfig.read(settings),
            WebhookConfig.read(settings),
            settings.truth(Setting.CHAT_CONTACT_REQUESTS),
            MetricsAccess.read(settings),
            LogFormat.read(settings),
            TelemetryConfig.read(values),
            demo);
    settings.requireNoMistakes();
    return config;
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
