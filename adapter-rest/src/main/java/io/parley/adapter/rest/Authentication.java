package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who calls: cookie {@code session} if there is one that counts, else a bearer token (RFC
 * 6750).
 */
final class Authentication {
  private static final String COOKIE = "session";
  private static final String SCHEME = "Bearer ";
  private static final String ATTRIBUTE = Authentication.class.getName();

  private final TokenVerifier tokens;
  private final CookieGuard guard;

  Authentication(TokenVerifier tokens, CookieGuard guard) {
    this.tokens = tokens;
    this.guard = guard;
  }

  /**
   * Waits for nothing: complete when it is returned, unless the caller is new here.
   *
   * @return fails if the store cannot say now who that is
   * @throws ChatException {@link ErrorCode#NO_TOKEN} or {@link ErrorCode#INVALID_TOKEN}
   * @throws TransportException if there is nothing but the cookie, which a foreign page has sent
   */
  CompletionStage<UserId> requireCaller(Context ctx) {
    Optional<String> cookie = cookie(ctx);
    boolean counts = cookie.isPresent() && guard.permits(ctx);
    String token =
        cookie
            .filter(value -> counts)
            .or(() -> bearer(ctx))
            .orElseThrow(() -> refusal(cookie.isPresent()));
    return tokens.whenVerified(token).thenApply(Credential::user);
  }

  /** Who calls, once that is known. */
  static void isCaller(UserId caller, Context ctx) {
    ctx.attribute(ATTRIBUTE, caller);
  }

  private static RuntimeException refusal(boolean foreignCookie) {
    return foreignCookie
        ? new TransportException(TransportError.FOREIGN_ORIGIN)
        : new ChatException(ErrorCode.NO_TOKEN, "No token provided");
  }

  /** Who it was, if he has proved it by now. */
  static Optional<UserId> caller(Context ctx) {
    return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
  }

  private static Optional<String> cookie(Context ctx) {
    return Optional.ofNullable(ctx.cookie(COOKIE)).filter(token -> !token.isEmpty());
  }

  static Optional<String> bearer(Context ctx) {
    return Optional.ofNullable(ctx.header(Header.AUTHORIZATION))
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }
}
