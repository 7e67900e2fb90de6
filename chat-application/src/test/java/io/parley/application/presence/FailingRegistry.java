package io.parley.application.presence;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers as a real one, unless it fails, or is to answer something else. */
final class FailingRegistry implements PresenceRegistry {
  private final PresenceRegistry registry;
  private final List<UserId> arrived = new ArrayList<>();
  private Optional<Pulse> next = Optional.empty();
  private boolean failing;
  private int asked;

  FailingRegistry(PresenceRegistry registry) {
    this.registry = registry;
  }

  void fail(boolean fail) {
    failing = fail;
  }

  /** What the next sign of life brings to light. */
  void next(Pulse pulse) {
    next = Optional.of(pulse);
  }

  /** All that have arrived, one after the other. */
  List<UserId> arrived() {
    return List.copyOf(arrived);
  }

  /** How often it was asked for anything. */
  int asked() {
    return asked;
  }

  private PresenceRegistry answering() {
    asked++;
    if (failing) {
      throw new StoreUnavailableException("planned");
    }
    return registry;
  }

  @Override
  public Set<UserId> arrive(Set<UserId> users) {
    Set<UserId> come = answering().arrive(users);
    arrived.addAll(users);
    return come;
  }

  @Override
  public void leave(Set<UserId> users) {
    answering().leave(users);
  }

  @Override
  public Set<UserId> forget(Set<UserId> users) {
    return answering().forget(users);
  }

  @Override
  public Set<UserId> elsewhere(Set<UserId> users) {
    return answering().elsewhere(users);
  }

  @Override
  public Pulse keepAlive() {
    Pulse real = answering().keepAlive();
    Pulse told = next.orElse(real);
    next = Optional.empty();
    return told;
  }
}
