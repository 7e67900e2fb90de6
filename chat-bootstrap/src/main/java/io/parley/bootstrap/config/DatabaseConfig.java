package io.parley.bootstrap.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which PostgreSQL holds the chat. */
public sealed interface DatabaseConfig {
  int DEFAULT_PORT = 5432;

  /** One that the service runs itself, in its data directory. */
  record Embedded() implements DatabaseConfig {}

  /**
   * One that runs already.
   *
   * @param jdbcUrl without user and password, so that it can be shown
   */
  record External(String jdbcUrl, String user, Optional<Secret> password)
      implements DatabaseConfig {}

  /** Reads the database settings; a mistake leaves a value that must not be used. */
  static DatabaseConfig read(SettingReader settings) {
    boolean byParts =
        Stream.of(Setting.DB_HOST, Setting.DB_PORT, Setting.DB_NAME).anyMatch(settings::has);
    Optional<String> url = settings.text(Setting.DATABASE_URL);
    if (url.isPresent()) {
      if (byParts) {
        settings.mistake(
            Setting.DATABASE_URL, "and DB_HOST, DB_PORT, DB_NAME exclude each other: set one kind");
      }
      return fromUrl(url.get(), settings);
    }
    boolean named =
        byParts || settings.has(Setting.DB_USERNAME) || settings.isNamed(Setting.DB_PASSWORD);
    return named ? fromParts(settings) : new Embedded();
  }

  /**
   * Reads the address of a database other than the chat's.
   *
   * @param name what the address was given as
   * @throws ConfigException if it is none; shows nothing of it
   */
  static External readUrl(String name, String url) {
    try {
      PostgresUrl parsed = PostgresUrl.parse(url, "any");
      String user =
          parsed.user().orElseThrow(() -> new IllegalArgumentException("names no user: add one"));
      return new External(parsed.jdbcUrl(), user, parsed.password());
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(List.of(name + " " + wrong.getMessage()));
    }
  }

  /** Reads how to reach a standby of a database. */
  static Optional<External> readStandby(SettingReader settings, DatabaseConfig database) {
    Optional<String> url = settings.text(Setting.CHAT_READ_DATABASE_URL);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (!(database instanceof External primary)) {
      settings.mistake(
          Setting.CHAT_READ_DATABASE_URL, "must be a standby of a database: set DATABASE_URL, too");
      return Optional.empty();
    }
    try {
      PostgresUrl parsed = PostgresUrl.parse(url.get(), "preferSecondary");
      return Optional.of(
          new External(
              parsed.jdbcUrl(),
              parsed.user().orElse(primary.user()),
              parsed.password().or(primary::password)));
    } catch (IllegalArgumentException wrong) {
      settings.mistake(Setting.CHAT_READ_DATABASE_URL, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  private static DatabaseConfig fromUrl(String url, SettingReader settings) {
    try {
      PostgresUrl parsed = PostgresUrl.parse(url, "primary");
      Optional<String> user = parsed.user().or(() -> settings.text(Setting.DB_USERNAME));
      if (user.isEmpty()) {
        settings.mistake(Setting.DATABASE_URL, "names no user: add one, or set DB_USERNAME");
      }
      return new External(
          parsed.jdbcUrl(),
          user.orElse(""),
          parsed.password().or(() -> settings.secret(Setting.DB_PASSWORD)));
    } catch (IllegalArgumentException wrong) {
      settings.mistake(Setting.DATABASE_URL, String.valueOf(wrong.getMessage()));
      return new Embedded();
    }
  }

  private static DatabaseConfig fromParts(SettingReader settings) {
    String host = settings.text(Setting.DB_HOST).orElse("localhost");
    if (!PostgresUrl.isHost(host)) {
      settings.mistake(
          Setting.DB_HOST, "must be a host name or address, not " + SettingReader.quote(host));
    }
    int port = settings.port(Setting.DB_PORT, 1, DEFAULT_PORT);
    String name = required(Setting.DB_NAME, "the name of the database", settings);
    String user = required(Setting.DB_USERNAME, "the database user", settings);
    return new External(
        "jdbc:postgresql://" + PostgresUrl.bracketed(host) + ":" + port + "/" + encode(name),
        user,
        settings.secret(Setting.DB_PASSWORD));
  }

  private static String required(Setting setting, String what, SettingReader settings) {
    Optional<String> value = settings.text(setting);
    if (value.isEmpty()) {
      settings.mistake(setting, "must be set to " + what + ", since another DB_ setting is");
    }
    return value.orElse("");
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
