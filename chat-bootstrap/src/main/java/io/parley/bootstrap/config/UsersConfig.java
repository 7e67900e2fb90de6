package io.parley.bootstrap.config;

import io.parley.domain.user.UserKeyForm;
import java.util.Locale;
import java.util.Optional;

/**
 * Who the users are.
 *
 * @param keys what the host calls them, in its tokens and in its table
 * @param host what is asked for them, if they come from there
 */
public record UsersConfig(UserKeyForm keys, Source source, Optional<HostUsersConfig> host) {
  /** Where users and their names come from. */
  public enum Source {
    /** The view {@code chat.user_profiles}, over a table of the host. */
    VIEW,
    /** What their tokens say of them. */
    CLAIMS,
    /** A service of the host that is asked for those who are new. */
    HTTP;

    /** Whether the chat stores what it is told of users, and shows them. */
    public boolean isStoredHere() {
      return this != VIEW;
    }
  }

  /** Whether the tokens say which user they stand for, and nothing else that matters. */
  public boolean areNumbersOfATable() {
    return keys == UserKeyForm.NUMBER && source == Source.VIEW;
  }

  static UsersConfig read(SettingReader settings, boolean demo) {
    Source source = readSource(settings);
    UsersConfig config =
        new UsersConfig(
            readKeys(settings), source, HostUsersConfig.read(settings, source == Source.HTTP));
    if (demo && !config.areNumbersOfATable()) {
      settings.mistake(
          Setting.CHAT_DEMO,
          "brings users of its own, with numbers: not together with CHAT_USERS or CHAT_USER_KEYS");
    }
    return config;
  }

  /** Reads what users are called, alone. */
  public static UserKeyForm readKeys(SettingReader settings) {
    return read(
        settings,
        Setting.CHAT_USER_KEYS,
        UserKeyForm.class,
        UserKeyForm.NUMBER,
        "number, uuid or text");
  }

  /** Reads where users come from, alone. */
  public static Source readSource(SettingReader settings) {
    return read(settings, Setting.CHAT_USERS, Source.class, Source.VIEW, "view, claims or http");
  }

  private static <E extends Enum<E>> E read(
      SettingReader settings, Setting setting, Class<E> type, E fallback, String all) {
    Optional<String> text = settings.text(setting);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      return Enum.valueOf(type, text.get().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      settings.mistake(setting, "must be " + all + ", not " + SettingReader.quote(text.get()));
      return fallback;
    }
  }
}
