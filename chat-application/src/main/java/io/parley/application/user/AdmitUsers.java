package io.parley.application.user;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserAdmission;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.Bearer;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Lets the users of valid tokens in: gives those their numbers who come for the first time, and
 * stores what tokens say of them, if they are to be believed. Who was here lately is let in from
 * memory. The others wait for one worker, who takes all that have come meanwhile together: a
 * thousand who come at once cost a few statements.
 *
 * @since 0.1
 */
public final class AdmitUsers implements UserAdmission {
  /** A few hundred bytes each. */
  private static final int REMEMBERED = 100_000;

  private static final int WAITING = 10_000;
  private static final int GROUP = 500;

  private final UserKeys keys;
  private final Optional<ProfileStore> profiles;
  private final Executor worker;
  private final Clock clock;

  private final RecentlyUsed<UserKey, Known> known = new RecentlyUsed<>(REMEMBERED);
  private final Map<UserKey, Arrival> arrivals = new LinkedHashMap<>();
  private boolean working;

  /**
   * @param profiles takes what tokens say of their users; empty if that is nobody's business
   * @param worker runs what waits for the store; what it rejects is refused
   */
  public AdmitUsers(UserKeys keys, Optional<ProfileStore> profiles, Executor worker, Clock clock) {
    this.keys = keys;
    this.profiles = profiles;
    this.worker = worker;
    this.clock = clock;
  }

  @Override
  public CompletionStage<UserId> admit(Bearer bearer) {
    Arrival arrival;
    synchronized (this) {
      Known before = known.get(bearer.key());
      if (before != null && !hasNews(bearer, before)) {
        return CompletableFuture.completedFuture(before.user());
      }
      Arrival sooner = arrivals.get(bearer.key());
      if (sooner == null && arrivals.size() >= WAITING) {
        return CompletableFuture.failedFuture(
            new StoreUnavailableException("Too many users come at once"));
      }
      arrival =
          sooner == null ? new Arrival(bearer, new CompletableFuture<>()) : sooner.with(bearer);
      arrivals.put(bearer.key(), arrival);
      if (working) {
        return arrival.user();
      }
      working = true;
    }
    beginWork();
    return arrival.user();
  }

  private boolean hasNews(Bearer bearer, Known before) {
    return profiles.isPresent()
        && before.claims() != claims(bearer)
        && bearer.issuedAt().filter(before.saidAt()::isAfter).isEmpty();
  }

  private static int claims(Bearer bearer) {
    return Objects.hash(bearer.name(), bearer.username(), bearer.photo());
  }

  private void beginWork() {
    try {
      worker.execute(this::work);
    } catch (RejectedExecutionException overloaded) {
      refuseAll(new StoreUnavailableException("Too many requests wait for the store"));
    }
  }

  private void work() {
    for (List<Arrival> group = next(); !group.isEmpty(); group = next()) {
      try {
        settle(group);
      } catch (StoreUnavailableException e) {
        refuse(group, e);
        refuseAll(e); // nobody is to wait until it has failed for all before him
      } catch (RuntimeException e) {
        refuse(group, e);
      } catch (Error e) {
        refuse(group, e);
        refuseAll(new StoreUnavailableException("Nobody is there who asks the store"));
        throw e;
      }
    }
  }

  private void refuseAll(StoreUnavailableException why) {
    for (List<Arrival> group = next(); !group.isEmpty(); group = next()) {
      refuse(group, why);
    }
  }

  /** Who has waited the longest; when nobody does, the work is over. */
  private synchronized List<Arrival> next() {
    List<Arrival> group = new ArrayList<>();
    Iterator<Arrival> waiting = arrivals.values().iterator();
    while (waiting.hasNext() && group.size() < GROUP) {
      group.add(waiting.next());
      waiting.remove();
    }
    working = !group.isEmpty();
    return group;
  }

  private void settle(List<Arrival> group) {
    Map<UserKey, UserId> numbers =
        keys.assign(
            group.stream().map(arrival -> arrival.bearer().key()).collect(Collectors.toSet()));
    Instant now = clock.instant();
    Map<UserKey, ProfileUpdate> said = new LinkedHashMap<>();
    for (Arrival arrival : group) {
      Bearer bearer = arrival.bearer();
      said.put(bearer.key(), bearer.profileOf(numberOf(bearer.key(), numbers), now));
    }
    profiles.ifPresent(store -> store.store(said.values()));
    for (Arrival arrival : group) {
      Bearer bearer = arrival.bearer();
      ProfileUpdate update = Objects.requireNonNull(said.get(bearer.key()));
      remember(bearer, update);
      arrival.user().complete(update.user());
    }
  }

  private static UserId numberOf(UserKey key, Map<UserKey, UserId> numbers) {
    return Objects.requireNonNull(numbers.get(key), "a key without a number");
  }

  private synchronized void remember(Bearer bearer, ProfileUpdate update) {
    known.put(bearer.key(), new Known(update.user(), claims(bearer), update.saidAt()));
  }

  private static void refuse(List<Arrival> group, Throwable why) {
    group.forEach(arrival -> arrival.user().completeExceptionally(why));
  }

  /** Somebody who waits; whoever shows another token of his meanwhile waits with him. */
  private record Arrival(Bearer bearer, CompletableFuture<UserId> user) {
    Arrival with(Bearer other) {
      boolean older =
          other.issuedAt().isPresent()
              && bearer.issuedAt().filter(other.issuedAt().get()::isBefore).isPresent();
      return older ? this : new Arrival(other, user);
    }
  }

  /**
   * Somebody who was here.
   *
   * @param claims a fingerprint of what his token said of him
   */
  private record Known(UserId user, int claims, Instant saidAt) {}
}
