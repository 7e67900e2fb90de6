package io.parley.adapter.jwt;

import io.jsonwebtoken.Claims;
import io.parley.domain.user.UserId;
import java.util.regex.Pattern;

/** Reads the user id of a token: claim {@code id}, or {@code sub} in a token without one. */
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

  private static long wholeNumber(Object claim) {
    if (claim instanceof Integer || claim instanceof Long) {
      return ((Number) claim).longValue();
    }
    if (claim instanceof String text && DIGITS.matcher(text).matches()) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException("Not a user id");
  }
}
