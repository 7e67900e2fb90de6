package io.parley.bootstrap;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.jwt.RequiredClaims;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.config.SettingReader;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.config.TokenConfig;
import io.parley.bootstrap.config.UsersConfig;
import io.parley.bootstrap.data.SecretFile;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Prints a token for trying the service out; in production the host application makes them. */
@Command(
    name = "token",
    description = "Prints a token, signed with JWT_SECRET or else with the demo's secret.")
final class TokenCommand extends SettingCommand {
  @Option(
      names = "--user",
      required = true,
      paramLabel = "<id>",
      description = "The id of the user whom the token stands for, as CHAT_USER_KEYS says")
  private String user = "";

  @Option(
      names = "--expires",
      paramLabel = "<time>",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description = "How long it is valid, such as 90s, 15m, 24h, 7d (default: ${DEFAULT-VALUE})")
  private Duration lifetime = Duration.ofHours(24);

  TokenCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<Setting> settings() {
    return EnumSet.of(
        Setting.CHAT_DATA_DIR,
        Setting.JWT_SECRET,
        Setting.JWT_ISSUER,
        Setting.JWT_AUDIENCE,
        Setting.CHAT_USER_KEYS);
  }

  @Override
  public Integer call() {
    SettingReader reader = new SettingReader(values());
    Optional<Secret> configured = TokenConfig.readSecret(reader);
    RequiredClaims required = TokenConfig.readRequiredClaims(reader);
    Path dataDirectory = ChatConfig.readDataDirectory(reader);
    UserKeyForm form = UsersConfig.readKeys(reader);
    reader.requireNoMistakes();
    UserKey subject = form.parse(user).orElseThrow(() -> noUser(form));
    Secret secret =
        configured
            .or(() -> SecretFile.demoJwtSecret(dataDirectory).read())
            .orElseThrow(() -> nothingToSignWith(reader, dataDirectory));
    HmacSecret key = new HmacSecret(secret.text().getBytes(StandardCharsets.UTF_8));
    JwtTokenIssuer issuer = new JwtTokenIssuer(key, required, Clock.systemUTC());
    out()
        .println(
            form == UserKeyForm.NUMBER
                ? issuer.issue(new UserId(Long.parseLong(subject.text())), lifetime)
                : issuer.issue(subject, lifetime));
    return ExitCode.OK;
  }

  private ParameterException noUser(UserKeyForm form) {
    String what =
        switch (form) {
          case NUMBER -> "a positive whole number";
          case UUID -> "a UUID";
          case TEXT -> "a text of 1 to " + UserKey.MAX_CHARACTERS + " characters";
        };
    return new ParameterException(
        commandLine(), "Invalid value for option '--user': '" + user + "' is no user id: " + what);
  }

  private static StartupException nothingToSignWith(SettingReader reader, Path dataDirectory) {
    String others =
        Stream.of(Setting.JWT_PREVIOUS_SECRET, Setting.JWT_PUBLIC_KEY, Setting.JWT_JWKS_URL)
            .filter(reader::isNamed)
            .map(Setting::variable)
            .collect(Collectors.joining(", "));
    return new StartupException(
        "There is no secret to sign with: set JWT_SECRET (--jwt-secret), or start the service with"
            + " --demo first and name its data directory with --data-dir ("
            + dataDirectory
            + " holds no demo secret)."
            + (others.isEmpty()
                ? ""
                : " " + others + " can only check tokens: get one from whoever signs them."));
  }
}
