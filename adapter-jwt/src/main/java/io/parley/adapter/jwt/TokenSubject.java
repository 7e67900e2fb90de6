package io.parley.adapter.jwt;

import io.jsonwebtoken.Claims;
import io.parley.domain.user.Bearer;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom a token stands for: claim {@code id}, or {@code sub} in a token without one; and what
 * it says of him (OpenID Connect Core 1.0, section 5.1).
 */
final class TokenSubject {
  private static final String ID_CLAIM = "id";
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

  private TokenSubject() {}

  /**
   * @throws IllegalArgumentException or a domain error if the claim is anything but a whole number
   *     from 1 to 2^63 - 1, as a JSON number or a string of digits
   */
  static UserId of(Claims claims) {
    Object id = claims.get(ID_CLAIM);
    return new UserId(wholeNumber(id == null ? claims.getSubject() : id));
  }

  /**
   * @throws IllegalArgumentException or a domain error if the claim is no key of that form
   */
  static Bearer bearer(Claims claims, UserKeyForm form) {
    Object id = claims.get(ID_CLAIM);
    return new Bearer(
        key(id == null ? claims.getSubject() : id, form),
        TokenReader.issuedAt(claims),
        text(claims, "name"),
        text(claims, "preferred_username"),
        text(claims, "picture"));
  }

  private static UserKey key(@Nullable Object claim, UserKeyForm form) {
    String text = claim instanceof String given ? given : Long.toString(wholeNumber(claim));
    return form.parse(text).orElseThrow(() -> new IllegalArgumentException("Not a user's key"));
  }

  /** What is no text says nothing. */
  private static Optional<String> text(Claims claims, String name) {
    return Optional.ofNullable(claims.get(name))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private static long wholeNumber(@Nullable Object claim) {
    if (claim instanceof Integer || claim instanceof Long) {
      return ((Number) claim).longValue();
    }
    if (claim instanceof String text && DIGITS.matcher(text).matches()) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException("Not a user id");
  }
}
