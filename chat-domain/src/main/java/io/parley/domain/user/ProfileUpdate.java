package io.parley.domain.user;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody says of a user whom no table of the host has. It comes from tokens and other
 * servers, and goes out with every message, so it is cut to what may: names of {@value
 * #MAX_CHARACTERS} characters, without control characters; a photo with an address of {@code http}
 * or {@code https}. What is empty is not known, and leaves what is known already; an empty text
 * takes it away.
 *
 * @param saidAt when it was so; what is older than what is known changes nothing
 * @since 0.1
 */
public record ProfileUpdate(
    UserId user,
    Optional<String> name,
    Optional<String> username,
    Optional<String> profileName,
    Optional<String> profilePhoto,
    Instant saidAt) {
  public static final int MAX_CHARACTERS = 200;

  private static final int MAX_ADDRESS = 2_048;

  public ProfileUpdate {
    name = name.map(ProfileUpdate::fit);
    username = username.map(ProfileUpdate::fit);
    profileName = profileName.map(ProfileUpdate::fit);
    profilePhoto = profilePhoto.filter(ProfileUpdate::isAddress);
  }

  /** All that is known of a user; what he does not have is taken away. */
  public static ProfileUpdate of(User user, Instant saidAt) {
    return new ProfileUpdate(
        user.id(),
        Optional.of(user.name()),
        Optional.of(user.username()),
        Optional.of(user.profileName()),
        user.profilePhoto().or(() -> Optional.of("")),
        saidAt);
  }

  /** This, with what only an earlier one says. */
  public ProfileUpdate over(ProfileUpdate earlier) {
    return new ProfileUpdate(
        user,
        name.or(earlier::name),
        username.or(earlier::username),
        profileName.or(earlier::profileName),
        profilePhoto.or(earlier::profilePhoto),
        saidAt);
  }

  /** As the chat shows him. */
  public User toUser() {
    return new User(
        user,
        name.orElse(""),
        username.orElse(""),
        profileName.orElse(""),
        profilePhoto.filter(photo -> !photo.isEmpty()));
  }

  private static String fit(String text) {
    return text.codePoints()
        .limit(MAX_CHARACTERS)
        .map(point -> isVisible(point) ? point : ' ')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isVisible(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  private static boolean isAddress(String text) {
    if (text.isEmpty()) {
      return true;
    }
    try {
      URI address = new URI(text);
      boolean http =
          "http".equalsIgnoreCase(address.getScheme())
              || "https".equalsIgnoreCase(address.getScheme());
      return http && address.getHost() != null && text.length() <= MAX_ADDRESS;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
