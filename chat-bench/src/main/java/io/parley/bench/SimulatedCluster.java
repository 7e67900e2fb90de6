package io.parley.bench;

import io.parley.adapter.memory.MemoryBus;
import io.parley.application.cluster.ClusterPublisher;
import io.parley.application.cluster.LocalUsers;
import io.parley.application.cluster.Snapshots;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Many nodes that subscribe and publish as the service does; users 2n+1 and 2n+2 are a pair. */
final class SimulatedCluster {
  private static final MessageContent CONTENT = new MessageContent("x".repeat(200));
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Random random;
  private final List<ClusterPublisher> publishers = new ArrayList<>();
  private final int[] nodeOf;
  private final Set<Integer> reached = new HashSet<>();
  private long received;
  private long bytes;

  SimulatedCluster(int nodes, int sockets, long seed) {
    this.random = new Random(seed);
    this.nodeOf = new int[sockets / 2 * 2];
    var snapshots = new Snapshots(() -> new Snapshot(Instant.EPOCH, ""), Runnable::run);
    List<LocalUsers> users = new ArrayList<>();
    MemoryBus first = MemoryBus.create();
    for (int node = 0; node < nodes; node++) {
      MemoryBus bus = node == 0 ? first : first.join();
      bus.listen(new Counter(node));
      users.add(new LocalUsers(bus, snapshots, System::nanoTime, () -> {}));
      publishers.add(new ClusterPublisher(bus, node));
    }
    for (int i = 0; i < nodeOf.length; i++) {
      nodeOf[i] = random.nextInt(nodes);
      users.get(nodeOf[i]).arrived(new UserId(i + 1L));
    }
  }

  /** Counts what a node receives. */
  private final class Counter implements ClusterBus.Listener {
    private final int node;

    Counter(int node) {
      this.node = node;
    }

    @Override
    public void received(byte[] frame) {
      reached.add(node);
      received++;
      bytes += frame.length;
    }

    @Override
    public void interrupted(String reason) {}

    @Override
    public void restored() {}
  }

  /**
   * What was counted.
   *
   * @param mostNodes that one message reached
   * @param nodesReached by all messages together
   * @param received frames, by all nodes together
   * @param published frames
   * @param wrongNodes that were reached and have none of a message's users
   * @param missedNodes that have one and were not reached
   */
  record Outcome(
      int mostNodes,
      long nodesReached,
      long received,
      long published,
      long bytes,
      long wrongNodes,
      long missedNodes) {}

  /** Sends messages between pairs of chance, each by way of its sender's node. */
  Outcome send(int messages) {
    int most = 0;
    long all = 0;
    long wrong = 0;
    long missed = 0;
    for (int i = 1; i <= messages; i++) {
      int sender = random.nextInt(nodeOf.length);
      int receiver = sender ^ 1;
      reached.clear();
      publish(i, sender, receiver);
      most = Math.max(most, reached.size());
      all += reached.size();
      Set<Integer> theirs = Set.copyOf(List.of(nodeOf[sender], nodeOf[receiver]));
      wrong += reached.stream().filter(node -> !theirs.contains(node)).count();
      missed += theirs.stream().filter(node -> !reached.contains(node)).count();
    }
    return new Outcome(most, all, received, messages, bytes, wrong, missed);
  }

  private void publish(int number, int sender, int receiver) {
    ClusterPublisher node = publishers.get(nodeOf[sender]);
    Message message = message(number, sender + 1L, receiver + 1L);
    node.together(
        () -> {
          node.publish(new MessageSent(message));
          node.publish(new ConversationUpdated(state(message)));
        });
  }

  private static Message message(int number, long sender, long receiver) {
    return new Message(
        new MessageId(number),
        new ConversationId(1 + Math.min(sender, receiver) / 2),
        new Sequence(number),
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

  private static User profile(long id) {
    return new User(new UserId(id), "User " + id, "user" + id, "Profile " + id, Optional.empty());
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
