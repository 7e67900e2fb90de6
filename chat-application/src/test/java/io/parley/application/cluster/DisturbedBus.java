package io.parley.application.cluster;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bus that loses, keeps, or doubles what it is given, as a test says. */
final class DisturbedBus implements ClusterBus {
  private final ClusterBus bus;
  private final List<Runnable> kept = new ArrayList<>();
  private final List<CompletableFuture<Void>> unanswered = new ArrayList<>();
  private Mode mode = Mode.CARRY;
  private boolean slowToSubscribe;
  private int published;

  enum Mode {
    CARRY,
    LOSE,
    KEEP,
    DOUBLE
  }

  DisturbedBus(ClusterBus bus) {
    this.bus = bus;
  }

  void mode(Mode newMode) {
    mode = newMode;
  }

  /** How many frames it was given. */
  int published() {
    return published;
  }

  /** Carries what was kept, the last first. */
  void carryKeptBackwards() {
    Collections.reverse(kept);
    kept.forEach(Runnable::run);
    kept.clear();
  }

  /** Subscriptions take effect with {@link #answerSubscriptions} only. */
  void beSlowToSubscribe() {
    slowToSubscribe = true;
  }

  void answerSubscriptions() {
    unanswered.forEach(stage -> stage.complete(null));
  }

  @Override
  public void listen(Listener listener) {
    bus.listen(listener);
  }

  @Override
  public int maxFrameBytes() {
    return 8_000;
  }

  @Override
  public void publish(List<Frame> frames) {
    frames.forEach(this::publish);
  }

  private void publish(Frame frame) {
    published++;
    List<Frame> one = List.of(frame);
    switch (mode) {
      case CARRY -> bus.publish(one);
      case LOSE -> {}
      case KEEP -> kept.add(() -> bus.publish(one));
      case DOUBLE -> {
        bus.publish(one);
        bus.publish(one);
      }
    }
  }

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    CompletionStage<Void> subscribed = bus.subscribe(user);
    if (!slowToSubscribe) {
      return subscribed;
    }
    CompletableFuture<Void> later = new CompletableFuture<>();
    unanswered.add(later);
    return later;
  }

  @Override
  public void unsubscribe(UserId user) {
    bus.unsubscribe(user);
  }

  @Override
  public void close() {
    bus.close();
  }
}
