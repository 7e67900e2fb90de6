package io.parley.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Who was refused before anything was done: by limits, and by tokens. */
public final class AccessMetrics {
  private final Map<LimitedAction, Counter> users = new EnumMap<>(LimitedAction.class);
  private final Map<LimitedAction, Counter> addresses = new EnumMap<>(LimitedAction.class);
  private final Counter tokens;

  AccessMetrics(MeterRegistry registry) {
    for (LimitedAction action : LimitedAction.values()) {
      users.put(action, limited(registry, action, "user"));
      addresses.put(action, limited(registry, action, "address"));
    }
    tokens =
        Counter.builder("chat.token.refusals")
            .description("Tokens that were shown and not accepted")
            .register(registry);
  }

  private static Counter limited(MeterRegistry registry, LimitedAction action, String scope) {
    return Counter.builder("chat.rate.limited")
        .description("What was refused since its user or address does it too often")
        .tag("action", action.name().toLowerCase(Locale.ROOT))
        .tag("scope", scope)
        .register(registry);
  }

  /** Counts what a limiter refuses. */
  public RateLimiter measured(RateLimiter limiter) {
    return new Limited(limiter);
  }

  /** Counts the tokens that a verifier refuses. */
  public TokenVerifier measured(TokenVerifier verifier) {
    return new Verified(verifier);
  }

  private static void increment(Map<LimitedAction, Counter> counters, LimitedAction action) {
    Counter counter = counters.get(action);
    if (counter != null) {
      counter.increment();
    }
  }

  private final class Limited implements RateLimiter {
    private final RateLimiter limiter;

    Limited(RateLimiter limiter) {
      this.limiter = limiter;
    }

    @Override
    public void spend(Account account) {
      try {
        limiter.spend(account);
      } catch (RateLimitedException refused) {
        increment(users, account.action());
        throw refused;
      }
    }

    @Override
    public void spend(LimitedAction action, String address) {
      try {
        limiter.spend(action, address);
      } catch (RateLimitedException refused) {
        increment(addresses, action);
        throw refused;
      }
    }
  }

  private final class Verified implements TokenVerifier {
    private final TokenVerifier verifier;

    Verified(TokenVerifier verifier) {
      this.verifier = verifier;
    }

    @Override
    public Credential verify(String token) {
      try {
        return verifier.verify(token);
      } catch (ChatException refused) {
        count(refused);
        throw refused;
      }
    }

    @Override
    public CompletionStage<Credential> whenVerified(String token) {
      try {
        return verifier
            .whenVerified(token)
            .whenComplete(
                (credential, failure) -> {
                  if (failure != null) {
                    count(ChatException.unwrap(failure));
                  }
                });
      } catch (ChatException refused) {
        count(refused);
        throw refused;
      }
    }

    /** A store that does not answer has refused nobody. */
    private void count(Throwable failure) {
      if (failure instanceof ChatException refused && refused.code() == ErrorCode.INVALID_TOKEN) {
        tokens.increment();
      }
    }

    @Override
    public boolean isRevoked(Credential credential) {
      return verifier.isRevoked(credential);
    }
  }
}
