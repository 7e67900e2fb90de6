package io.parley.domain.user;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the keys of a host's users look like, and how they are written.
 *
 * @since 0.1
 */
public enum UserKeyForm {
  /** Whole numbers from 1 to 2^63 - 1: a user's key is his id. */
  NUMBER("[0-9]{1,19}"),
  /**
   * UUIDs with their four dashes, of any version, in upper or lower case; written in lower case.
   */
  UUID("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"),
  /** Texts, taken as they are. */
  TEXT("(?s).+");

  private final Pattern pattern;

  UserKeyForm(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** The key that a text is, as it is written; empty if it is none of this form. */
  public Optional<UserKey> parse(String text) {
    if (!pattern.matcher(text).matches()) {
      return Optional.empty();
    }
    return switch (this) {
      case NUMBER -> number(text).map(id -> new UserKey(Long.toString(id.value())));
      case UUID -> Optional.of(new UserKey(text.toLowerCase(Locale.ROOT)));
      case TEXT -> UserKey.isOne(text) ? Optional.of(new UserKey(text)) : Optional.empty();
    };
  }

  private static Optional<UserId> number(String digits) {
    try {
      return Optional.of(Long.parseLong(digits)).filter(id -> id > 0).map(UserId::new);
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }
}
