package io.parley.bootstrap.config;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which service of the host is asked for users.
 *
 * @param token what it is shown: visible ASCII characters
 */
public record HostUsersConfig(URI url, Secret token) {
  /** What fits into a header. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{16,1000}");

  /**
   * @param isAsked whether users come from there: then all of it is to be set, else nothing
   */
  static Optional<HostUsersConfig> read(SettingReader settings, boolean isAsked) {
    Optional<URI> url =
        settings.httpUrl(Setting.CHAT_USERS_URL, "https://app.example/internal/chat-users");
    Optional<Secret> token = settings.secret(Setting.CHAT_USERS_TOKEN);
    if (token.isPresent() && !TOKEN.matcher(token.get().text()).matches()) {
      settings.mistake(
          Setting.CHAT_USERS_TOKEN,
          "must have 16 to 1000 visible ASCII characters; a good one comes from: openssl rand -hex"
              + " 32");
    }
    requireAll(settings, isAsked, Setting.CHAT_USERS_URL);
    requireAll(settings, isAsked, Setting.CHAT_USERS_TOKEN);
    return url.flatMap(known -> token.map(shown -> new HostUsersConfig(known, shown)));
  }

  private static void requireAll(SettingReader settings, boolean isAsked, Setting setting) {
    if (isAsked && !settings.isNamed(setting)) {
      settings.mistake(setting, "must be set with CHAT_USERS=http");
    } else if (!isAsked && settings.isNamed(setting)) {
      settings.mistake(setting, "is for CHAT_USERS=http only");
    }
  }
}
