package io.parley.server;

import io.parley.application.cluster.ClusterInbox;
import io.parley.application.cluster.ClusterNotifier;
import io.parley.application.cluster.ClusterPublisher;
import io.parley.application.cluster.ClusterRepair;
import io.parley.application.cluster.LocalUsers;
import io.parley.application.cluster.Snapshots;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.application.presence.Silence;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageHistory;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What links this node with the others of its cluster. */
final class NodeLink implements AutoCloseable {
  private static final long SWEEP_SECONDS = 5;

  private final ClusterBus bus;
  private final long self = new SecureRandom().nextLong();
  private final ClusterPublisher others;
  private volatile Runnable late = () -> {};

  /**
   * @param bus is closed with this
   */
  NodeLink(ClusterBus bus) {
    this.bus = bus;
    this.others = new ClusterPublisher(bus, self);
  }

  /** Begins to keep track of those whose events reach this node. */
  LocalUsers users(MessageHistory history, Workers workers) {
    var snapshots = new Snapshots(history::snapshot, workers.blocking());
    var users = new LocalUsers(bus, snapshots, System::nanoTime, () -> late.run());
    Future<?> unused =
        workers
            .timer()
            .scheduleWithFixedDelay(users::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    return users;
  }

  /** Runs what happens together so that it leaves together, for other nodes as for sockets. */
  Executor together(Executor sockets) {
    return task -> sockets.execute(() -> others.together(task));
  }

  /** Tells this node and the others. */
  ChatNotifier notifier(OrderedDelivery delivery) {
    return new ClusterNotifier(delivery, others);
  }

  /**
   * Begins to listen.
   *
   * @param delivery gets what other nodes tell
   * @param silence as {@link ClusterRepair} has it
   * @param sockets as in {@link #together}
   * @return what finds in the store what the others could not tell
   */
  ClusterRepair join(
      OrderedDelivery delivery,
      ClusterRepair.Stores stores,
      Silence silence,
      Workers workers,
      Executor sockets) {
    var repair = new ClusterRepair(delivery, stores, silence, workers.blocking(), workers.timer());
    repair.start();
    late = repair::checkSoon;
    bus.listen(new ClusterInbox(delivery, self, repair, sockets));
    return repair;
  }

  @Override
  public void close() {
    bus.close();
  }
}
