package io.parley.adapter.rest;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import java.util.Optional;

/** Tokens that are only a user's id behind a prefix. */
final class FakeTokens implements TokenVerifier {
  private static final String PREFIX = "token-of-";

  static String of(UserId user) {
    return PREFIX + user.value();
  }

  @Override
  public Credential verify(String token) {
    if (!token.startsWith(PREFIX)) {
      throw new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
    }
    long user = Long.parseLong(token.substring(PREFIX.length()));
    return new Credential(new UserId(user), Optional.empty(), Optional.empty());
  }
}
