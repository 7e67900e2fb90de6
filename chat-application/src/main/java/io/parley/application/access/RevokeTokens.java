package io.parley.application.access;

import io.parley.domain.error.InvalidValueException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.TokenRevocations;
import io.parley.domain.port.TokenRevocations.Revoked;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Voids users' tokens before their end, on every node: each node looks once a second for what
 * others have revoked, and holds all of it in memory, about a hundred bytes a user. No event is
 * needed for that, so none can be lost; while the store is away, nothing new can be revoked either.
 *
 * @since 0.1
 */
public final class RevokeTokens {
  /** From one look at the store to the next. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How far the host's clock may be ahead of this one. */
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(30);

  private final TokenRevocations store;
  private final Clock clock;
  private final ConcurrentMap<UserId, Instant> notBefore = new ConcurrentHashMap<>();

  /** Where the next look begins; looks take place one after the other. */
  private long mark = TokenRevocations.BEGINNING;

  public RevokeTokens(TokenRevocations store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Reads what has been revoked since the last time; to be called at the start, and every {@link
   * #INTERVAL} from then on. Blocks.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  public synchronized void look() {
    Revoked revoked = store.since(mark);
    revoked.notBefore().forEach(this::hold);
    mark = revoked.mark();
  }

  private void hold(UserId user, Instant moment) {
    notBefore.merge(user, moment, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** Voids all tokens that a user has now; blocks. */
  public Instant revokeAll(UserId user) {
    return revoke(user, clock.instant());
  }

  /**
   * Voids the tokens that a user was given until some moment; blocks.
   *
   * @return the moment until which they are void: a later one, if that was said before
   * @throws InvalidValueException if the moment is still to come
   */
  public Instant revokeUntil(UserId user, Instant moment) {
    if (isToCome(moment)) {
      throw new InvalidValueException("notBefore", "must not be in the future");
    }
    return revoke(user, moment);
  }

  private Instant revoke(UserId user, Instant moment) {
    Instant held = store.revoke(user, moment);
    hold(user, held);
    return held;
  }

  /**
   * Whether a credential is void; answers from memory. One that does not say when it was issued, or
   * names a moment that is still to come, is void as soon as anything of its user was revoked.
   */
  public boolean covers(Credential credential) {
    Instant moment = notBefore.get(credential.user());
    return moment != null
        && credential
            .issuedAt()
            .filter(issued -> issued.isAfter(moment) && !isToCome(issued))
            .isEmpty();
  }

  private boolean isToCome(Instant moment) {
    return moment.isAfter(clock.instant().plus(CLOCK_ERROR));
  }
}
