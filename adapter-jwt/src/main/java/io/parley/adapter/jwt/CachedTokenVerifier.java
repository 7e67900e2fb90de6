package io.parley.adapter.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the tokens that were accepted, as a client sends the same one with each request; their
 * end is looked at every time. A token that was refused is checked again.
 */
public final class CachedTokenVerifier implements TokenVerifier {
  /** For how long a token outlives a change of the keys. */
  public static final Duration MAX_AGE = Duration.ofMinutes(1);

  private static final long MAX_CHARACTERS = 8L * 1024 * 1024;

  private final TokenVerifier verifier;
  private final Clock clock;
  private final Cache<String, Credential> accepted;

  /**
   * @param clock the one by which the verifier judges a token's end
   */
  public CachedTokenVerifier(TokenVerifier verifier, Clock clock) {
    this(verifier, clock, Ticker.systemTicker());
  }

  CachedTokenVerifier(TokenVerifier verifier, Clock clock, Ticker ticker) {
    this.verifier = verifier;
    this.clock = clock;
    this.accepted =
        Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((String token, Credential credential) -> token.length())
            .expireAfterWrite(MAX_AGE)
            .ticker(ticker)
            .build();
  }

  @Override
  public Credential verify(String token) {
    Credential known = known(token);
    return known == null ? remembered(token, verifier.verify(token)) : known;
  }

  @Override
  public CompletionStage<Credential> whenVerified(String token) {
    Credential known = known(token);
    return known == null
        ? verifier.whenVerified(token).thenApply(credential -> remembered(token, credential))
        : CompletableFuture.completedFuture(known);
  }

  private @Nullable Credential known(String token) {
    Credential known = accepted.getIfPresent(token);
    if (known != null && known.expiresAt().filter(this::isOver).isPresent()) {
      throw new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
    }
    return known;
  }

  private Credential remembered(String token, Credential credential) {
    accepted.put(token, credential);
    return credential;
  }

  private boolean isOver(Instant end) {
    return clock.instant().isAfter(end.plus(JwtTokenVerifier.LEEWAY));
  }
}
