package io.parley.server;

import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.application.cluster.Attendance;
import io.parley.application.cluster.ClusterRepair;
import io.parley.application.cluster.LocalUsers;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.application.delivery.Reach;
import io.parley.application.presence.Silence;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ChatStores;
import java.util.Optional;

/** The way of what the use cases announce: in sequence to the sockets, and to other nodes. */
final class DeliveryParts {
  private final ChatStores stores;
  private final SocketIoServer sockets;
  private final Workers workers;
  private final Instruments instruments;
  private final Optional<NodeLink> link;
  private final Optional<LocalUsers> users;
  private final OrderedDelivery delivery;
  private final ChatNotifier notifier;

  /**
   * @param told what reaches this node's users
   * @param together what follows a commit leaves in one write for each socket, and each node
   * @param link empty for a node that is alone
   */
  DeliveryParts(
      ChatStores stores,
      SocketIoServer sockets,
      ChatNotifier told,
      Together together,
      Optional<NodeLink> link,
      Workers workers,
      Instruments instruments) {
    this.stores = stores;
    this.sockets = sockets;
    this.workers = workers;
    this.instruments = instruments;
    this.link = link;
    together.through(link.map(node -> node.together(sockets::together)).orElse(sockets::together));
    this.users = link.map(node -> node.users(stores.history(), workers));
    this.delivery =
        new OrderedDelivery(
            instruments.delivered(told),
            stores.conversations(),
            stores.history(),
            users.<Reach>map(local -> local).orElseGet(Reach::whole),
            System::nanoTime,
            workers.blocking(),
            workers.timer());
    this.notifier = link.<ChatNotifier>map(node -> node.notifier(delivery)).orElse(delivery);
  }

  OrderedDelivery delivery() {
    return delivery;
  }

  /** For the use cases. */
  ChatNotifier notifier() {
    return notifier;
  }

  /** Is to know whose sockets are here. */
  Attendance attendance() {
    return users.<Attendance>map(local -> local).orElseGet(Attendance::unneeded);
  }

  /**
   * Begins to hear other nodes, if there are any.
   *
   * @return looks for what a node could not tell any more when it was lost
   */
  Runnable join(Silence silence) {
    Optional<ClusterRepair> repair =
        link.map(
            node ->
                node.join(
                    delivery,
                    new ClusterRepair.Stores(
                        stores.log(), stores.history(), stores.conversations(), stores.receipts()),
                    silence,
                    workers,
                    instruments.fromBus(sockets::together)));
    return () -> repair.ifPresent(ClusterRepair::check);
  }
}
