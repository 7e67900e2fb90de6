package io.parley.bootstrap.config;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.RequiredClaims;
import io.parley.adapter.jwt.VerificationKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which tokens are accepted: those that any of the secrets and keys has signed.
 *
 * @param secret what tokens are signed with, at least {@value HmacSecret#MIN_BYTES} bytes
 * @param previousSecret what they were signed with; never used to sign
 * @param publicKeys of those who sign with private keys
 * @param jwksUrl where such keys are published
 */
public record TokenConfig(
    Optional<Secret> secret,
    Optional<Secret> previousSecret,
    List<VerificationKey> publicKeys,
    Optional<URI> jwksUrl,
    RequiredClaims required) {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  public TokenConfig {
    publicKeys = List.copyOf(publicKeys);
  }

  /**
   * Reads the settings of tokens.
   *
   * @param demo brings a secret of its own if there is none
   */
  static TokenConfig read(SettingReader settings, boolean demo) {
    TokenConfig config =
        new TokenConfig(
            readSecret(settings),
            readSecret(Setting.JWT_PREVIOUS_SECRET, settings),
            settings.text(Setting.JWT_PUBLIC_KEY).stream()
                .flatMap(text -> PublicKeyFiles.read(text, settings).stream())
                .toList(),
            settings.httpUrl(Setting.JWT_JWKS_URL, "https://login.example/.well-known/jwks.json"),
            readRequiredClaims(settings));
    boolean any =
        Stream.of(
                Setting.JWT_SECRET,
                Setting.JWT_PREVIOUS_SECRET,
                Setting.JWT_PUBLIC_KEY,
                Setting.JWT_JWKS_URL)
            .anyMatch(settings::isNamed);
    if (!any && !demo) {
      settings.mistake(
          Setting.JWT_SECRET,
          "must be set to the secret that your application signs its tokens with, or JWT_PUBLIC_KEY"
              + " or JWT_JWKS_URL to its public keys; to try the service without one, start it with"
              + " --demo");
    }
    return config;
  }

  /** Reads what tokens are signed with, alone. */
  public static Optional<Secret> readSecret(SettingReader settings) {
    return readSecret(Setting.JWT_SECRET, settings);
  }

  /** Reads what tokens must claim, alone. */
  public static RequiredClaims readRequiredClaims(SettingReader settings) {
    return new RequiredClaims(
        readList(Setting.JWT_ISSUER, settings), readList(Setting.JWT_AUDIENCE, settings));
  }

  /** Whether keys come over a network where somebody on the way could change them. */
  public boolean fetchesKeysUnprotected() {
    return jwksUrl
        .filter(url -> url.getScheme().equalsIgnoreCase("http"))
        .filter(url -> !LOOPBACK.matcher(url.getHost()).matches())
        .isPresent();
  }

  /** Reads a secret that may not be guessed. */
  static Optional<Secret> readSecret(Setting setting, SettingReader settings) {
    Optional<Secret> secret = settings.secret(setting);
    int bytes = secret.map(s -> s.text().getBytes(StandardCharsets.UTF_8).length).orElse(0);
    if (secret.isPresent() && bytes < HmacSecret.MIN_BYTES) {
      settings.mistake(
          setting,
          "must have at least "
              + HmacSecret.MIN_BYTES
              + " bytes, has "
              + bytes
              + "; a good one comes from: openssl rand -base64 48");
      return Optional.empty();
    }
    return secret;
  }

  private static List<String> readList(Setting setting, SettingReader settings) {
    Optional<String> text = settings.text(setting);
    List<String> values =
        text.stream()
            .flatMap(list -> Stream.of(list.split(",", -1)))
            .map(String::strip)
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList();
    if (text.isPresent() && values.isEmpty()) {
      settings.mistake(setting, "must name at least one");
    }
    return values;
  }
}
