package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.ErrorEvent;
import io.parley.adapter.websocket.event.Payloads.TokenExpiring;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.ConnectRefused;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may connect, and for how long: the token is checked at the handshake, and a live socket ends
 * with its token unless {@code refresh_token} brings a newer one.
 */
final class TokenEvents {
  /** How long before its end a token's socket is told. */
  private static final Duration NOTICE = Duration.ofMinutes(1);

  /** As long as the verifier's leeway, less the time until the next sweep. */
  private static final Duration LEEWAY = Duration.ofSeconds(29);

  private static final String REFRESH = "refresh_token";
  private static final String BEARER = "bearer ";
  private static final Logger log = LoggerFactory.getLogger(TokenEvents.class);

  private final TokenVerifier tokens;
  private final Clock clock;
  private final RateLimiter limiter;
  private final SocketLimits limits;
  private final EventObserver observer;
  private final Answers answers;

  TokenEvents(
      TokenVerifier tokens,
      Clock clock,
      RateLimiter limiter,
      SocketLimits limits,
      EventObserver observer,
      Answers answers) {
    this.tokens = tokens;
    this.clock = clock;
    this.limiter = limiter;
    this.limits = limits;
    this.observer = observer;
    this.answers = answers;
  }

  void register(ChatEvents events) {
    events.onLater(REFRESH, LimitedAction.OTHER, this::refresh);
  }

  /**
   * Attaches the session of the token's user, or refuses the socket. Waits for nothing: complete
   * when it is returned, unless the user is new here.
   *
   * @return fails with {@link ConnectRefused}
   */
  CompletionStage<?> authenticate(SocketIoSocket socket) throws ConnectRefused {
    String token =
        token(socket)
            .orElseThrow(
                () ->
                    refused(socket, ErrorCode.NO_TOKEN, "Authentication error: No token provided"));
    CompletableFuture<Credential> verified = verified(token).toCompletableFuture();
    if (verified.isDone()) {
      enter(socket, verified);
      return verified;
    }
    return verified.handle(
        (credential, failure) -> {
          try {
            enter(socket, verified);
            return credential;
          } catch (ConnectRefused refused) {
            throw new CompletionException(refused);
          }
        });
  }

  private CompletionStage<Credential> verified(String token) {
    try {
      return tokens.whenVerified(token);
    } catch (ChatException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private void enter(SocketIoSocket socket, CompletableFuture<Credential> verified)
      throws ConnectRefused {
    try {
      socket.attach(new ChatSession(verified.join()));
      socket.forgetAuth(); // nobody needs the token any more, and it is a secret
    } catch (CompletionException e) {
      throw refusal(socket, e);
    }
    limit(socket);
  }

  /** Who cannot be looked up now is to come again. */
  private ConnectRefused refusal(SocketIoSocket socket, CompletionException failure) {
    Throwable cause = ChatException.unwrap(failure);
    if (!(cause instanceof ChatException refusal)) {
      throw failure;
    }
    if (refusal.code().retryable()) {
      tellRefused(socket, refusal.code());
      return ConnectRefused.forNow(refusal.detail());
    }
    return refused(socket, ErrorCode.INVALID_TOKEN, "Authentication error: Invalid token");
  }

  private ConnectRefused refused(SocketIoSocket socket, ErrorCode why, String message) {
    tellRefused(socket, why);
    return new ConnectRefused(message);
  }

  private void tellRefused(SocketIoSocket socket, ErrorCode why) {
    observer.connectRefused(why.wireName());
    log.atDebug().addKeyValue("socketId", socket.id()).log("not let in: {}", why.wireName());
  }

  /**
   * Who is over a limit is to come again: by CONNECT_ERROR the official clients would be told not
   * to. Whoever takes up his place again has no more sockets than before.
   */
  private void limit(SocketIoSocket socket) throws ConnectRefused {
    UserId user = ChatSession.userOf(socket);
    try {
      limiter.spend(new Account(LimitedAction.CONNECT, user));
    } catch (RateLimitedException refused) {
      tellRefused(socket, ErrorCode.RATE_LIMITED);
      throw ConnectRefused.forNow(refused.detail());
    }
    if (!socket.isReturning() && isOver(socket.namespace(), user, limits.socketsPerUser() - 1)) {
      tellRefused(socket, ErrorCode.TOO_MANY);
      throw ConnectRefused.forNow("Too many connections");
    }
  }

  private static boolean isOver(Namespace namespace, UserId user, int maximum) {
    return namespace.roomSize(ChatRooms.user(user)) > maximum;
  }

  /** Of sockets that connect at the same time, too many may have got here. */
  void connected(SocketIoSocket socket) {
    if (isOver(socket.namespace(), ChatSession.userOf(socket), limits.socketsPerUser())) {
      socket.closeConnection();
    }
  }

  /** That of the CONNECT packet, else that of the handshake request's header. */
  private static Optional<String> token(SocketIoSocket socket) {
    JsonNode token = socket.handshake().auth().path("token");
    if (token.isTextual() && !token.textValue().isEmpty()) {
      return Optional.of(token.textValue());
    }
    return Optional.ofNullable(socket.handshake().request().header("authorization"))
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()).trim())
        .filter(value -> !value.isEmpty());
  }

  private CompletionStage<?> refresh(SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    long since = System.nanoTime();
    String token =
        EventPayload.of(arguments)
            .optionalText("token")
            .orElseThrow(() -> new InvalidValueException("token", "is required"));
    return verified(token)
        .thenApply(credential -> renewed(socket, credential))
        .handle(
            (refreshed, failure) -> {
              if (failure == null) {
                answers.succeed(ack, refreshed);
              } else {
                answers.fail(socket, REFRESH, ack, failure);
              }
              answers.answered(REFRESH, since);
              return refreshed;
            });
  }

  private static Refreshed renewed(SocketIoSocket socket, Credential credential) {
    ChatSession session = ChatSession.of(socket);
    if (!credential.user().equals(session.user())) {
      throw new ChatException(ErrorCode.INVALID_TOKEN, "The token is of another user");
    }
    session.renew(credential);
    return new Refreshed(credential.expiresAt().map(WireTime::of).orElse(""));
  }

  /** Tells the sockets whose tokens end soon, and ends those whose tokens are void. */
  void sweep(Namespace namespace) {
    Instant now = clock.instant();
    for (SocketIoSocket socket : namespace.sockets()) {
      ChatSession session = ChatSession.of(socket);
      Instant expiry = session.credential().expiresAt().orElse(Instant.MAX);
      if (tokens.isRevoked(session.credential())) {
        end(socket, ErrorCode.TOKEN_REVOKED, "Authentication error: Token revoked");
      } else if (!now.minus(LEEWAY).isBefore(expiry)) {
        end(socket, ErrorCode.TOKEN_EXPIRED, "Authentication error: Token expired");
      } else if (now.plus(NOTICE).isAfter(expiry) && session.announceExpiryOnce()) {
        socket.emit(ServerEvent.TOKEN_EXPIRING.wireName(), TokenExpiring.at(expiry));
      }
    }
  }

  /** Its client is told why, and does not come back by itself. */
  private static void end(SocketIoSocket socket, ErrorCode why, String message) {
    socket.emit(
        ServerEvent.ERROR.wireName(), new ErrorEvent(message, why.wireName(), "disconnect", null));
    socket.disconnect(true);
  }

  /** Acknowledges {@code refresh_token}; empty if the new token does not end. */
  record Refreshed(String expiresAt) {}
}
