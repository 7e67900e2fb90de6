package io.parley.bench;

import io.parley.application.cluster.ClusterPublisher;
import io.parley.application.cluster.LocalUsers;
import io.parley.application.cluster.Snapshots;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Many nodes that subscribe and publish as the service does; users 2n+1 and 2n+2 are a pair. */
final class SimulatedCluster {
  private static final MessageContent CONTENT = new MessageContent("x".repeat(200));
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Random random;
  private final List<ClusterPublisher> publishers = new ArrayList<>();
  private final ChannelBus.Traffic traffic = new ChannelBus.Traffic();
  private final Set<Integer> reached = new HashSet<>();
  private final int users;
  private final int devices;

  /** The nodes of the first user's devices, then those of the second's, and so on. */
  private final int[] nodeOf;

  /**
   * @param sockets of all users, each on a node of chance
   * @param devices sockets of a user
   */
  SimulatedCluster(int nodes, int sockets, int devices, long seed) {
    this.random = new Random(seed);
    this.devices = devices;
    this.users = sockets / devices / 2 * 2;
    this.nodeOf = new int[users * devices];
    var snapshots = new Snapshots(() -> new Snapshot(Instant.EPOCH, ""), Runnable::run);
    List<LocalUsers> present = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      ChannelBus bus = new ChannelBus(traffic);
      bus.listen(new Reached(node));
      present.add(new LocalUsers(bus, snapshots, System::nanoTime, () -> {}));
      publishers.add(new ClusterPublisher(bus, node));
    }
    for (int i = 0; i < nodeOf.length; i++) {
      nodeOf[i] = random.nextInt(nodes);
    }
    for (int user = 0; user < users; user++) {
      for (int node : nodesOf(Set.of(user))) {
        present.get(node).arrived(id(user));
      }
    }
  }

  /** Notes which nodes hear of something. */
  private final class Reached implements ClusterBus.Listener {
    private final int node;

    Reached(int node) {
      this.node = node;
    }

    @Override
    public void received(byte[] frame) {
      reached.add(node);
    }

    @Override
    public void interrupted(String reason) {}

    @Override
    public void restored() {}
  }

  /**
   * What was counted, of all that was told.
   *
   * @param mostNodes that one of it reached
   * @param nodes that it reached
   * @param framesIn that were published, counted once for each channel
   * @param framesOut that nodes received
   * @param wrongNodes that were reached and have none of those whom it concerns
   * @param missedNodes that have one and were not reached
   */
  record Outcome(
      int mostNodes,
      long nodes,
      long framesIn,
      long bytesIn,
      long framesOut,
      long bytesOut,
      long wrongNodes,
      long missedNodes) {
    /** Whether everything reached whom it concerns, and nobody else. */
    boolean isRight() {
      return wrongNodes == 0 && missedNodes == 0;
    }
  }

  /** Sends messages between pairs of chance, each by way of its sender's node. */
  Outcome send(int messages) {
    return told(messages, this::send);
  }

  private Set<Integer> send() {
    int sender = random.nextInt(users);
    int receiver = sender ^ 1;
    Message message = message(id(sender), id(receiver));
    ClusterPublisher node = publishers.get(nodeOf[sender * devices]);
    node.together(
        () -> {
          node.publish(new MessageSent(message));
          node.publish(new ConversationUpdated(state(message)));
        });
    return Set.of(sender, receiver);
  }

  /**
   * Has users of chance come.
   *
   * @param partners of each: who is told, of chance as well
   */
  Outcome come(int arrivals, int partners) {
    return told(arrivals, () -> come(partners));
  }

  private Set<Integer> come(int partners) {
    int user = random.nextInt(users);
    Set<Integer> told = new HashSet<>();
    while (told.size() < Math.min(partners, users - 1)) {
      int partner = random.nextInt(users);
      if (partner != user) {
        told.add(partner);
      }
    }
    Set<UserId> audience = told.stream().map(SimulatedCluster::id).collect(Collectors.toSet());
    publishers
        .get(nodeOf[user * devices])
        .publish(new PresenceChanged(new PresenceChange(id(user), true, AT, audience)));
    return told;
  }

  /** Something that happens, and whom it concerns. */
  private interface Happening {
    Set<Integer> happen();
  }

  private Outcome told(int times, Happening happening) {
    long framesIn = traffic.framesIn();
    long bytesIn = traffic.bytesIn();
    long framesOut = traffic.framesOut();
    long bytesOut = traffic.bytesOut();
    int most = 0;
    long all = 0;
    long wrong = 0;
    long missed = 0;
    for (int i = 0; i < times; i++) {
      reached.clear();
      Set<Integer> theirs = nodesOf(happening.happen());
      most = Math.max(most, reached.size());
      all += reached.size();
      wrong += reached.stream().filter(node -> !theirs.contains(node)).count();
      missed += theirs.stream().filter(node -> !reached.contains(node)).count();
    }
    return new Outcome(
        most,
        all,
        traffic.framesIn() - framesIn,
        traffic.bytesIn() - bytesIn,
        traffic.framesOut() - framesOut,
        traffic.bytesOut() - bytesOut,
        wrong,
        missed);
  }

  private Set<Integer> nodesOf(Set<Integer> some) {
    Set<Integer> nodes = new HashSet<>();
    for (int user : some) {
      for (int device = 0; device < devices; device++) {
        nodes.add(nodeOf[user * devices + device]);
      }
    }
    return nodes;
  }

  private static UserId id(int user) {
    return new UserId(user + 1L);
  }

  private static Message message(UserId sender, UserId receiver) {
    return new Message(
        new MessageId(1_000_000_000),
        new ConversationId(1_000_000),
        new Sequence(1_000),
        profile(sender),
        profile(receiver),
        CONTENT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        AT,
        AT,
        Optional.empty());
  }

  private static User profile(UserId user) {
    String number = String.valueOf(user.value());
    return new User(user, "User " + number, "user" + number, "Profile " + number, Optional.empty());
  }

  private static ConversationState state(Message message) {
    return new ConversationState(
        message.conversation(),
        message.participants(),
        Optional.of(message.content().text()),
        Optional.of(AT),
        message.sequence(),
        1,
        1,
        message.sequence().value());
  }
}
