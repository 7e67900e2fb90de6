package io.parley.adapter.limits;

import io.parley.domain.limit.LimitedAction;
import java.util.Map;

/**
 * What holds where nobody has said otherwise: it keeps one user from taking a whole node, and is
 * met by no person.
 */
public final class UsualLimits {
  public static final Map<LimitedAction, Limit> OF_USERS =
      Map.of(
          LimitedAction.SEND, new Limit(5_000, 50_000),
          LimitedAction.TYPING, new Limit(100, 1_000),
          LimitedAction.JOIN, new Limit(200, 2_000),
          LimitedAction.SEARCH, new Limit(50, 500),
          LimitedAction.CONTACT, new Limit(1, 30),
          LimitedAction.CONNECT, new Limit(20, 200),
          LimitedAction.OTHER, new Limit(5_000, 50_000));

  private UsualLimits() {}

  /** A limiter that holds each user to them, and no address. */
  public static BucketRateLimiter limiter() {
    return new BucketRateLimiter(OF_USERS, Map.of(), System::nanoTime);
  }
}
