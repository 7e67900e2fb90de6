package io.parley.application.delivery;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.ManualWorker;
import io.parley.application.TestChat;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.DeliveryBroken;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.port.MessageStore.Changed;
import io.parley.testkit.fixture.ManualTimer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A node of a cluster that hears of a conversation from two others, of which either may be late,
 * and loses what they say for a while; anything may happen while it reads the store. A socket that
 * looks on is to have all messages in the end, as they are then, and each as a new one once.
 */
class RandomDeliveryTest {
  private static final int SEEDS = 1_000;
  private static final int STEPS = 120;

  @Test
  void givenAnyCourse_whenItEnds_thenTheSocketHasWhatIsStored() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Course(seed).run();
    }
  }

  private static final class Course implements ChatNotifier, Reach {
    private static final Participants PAIR = Participants.of(ALICE, BOB);

    private final Random random;
    private final List<String> trace = new ArrayList<>();
    private final ManualTimer timer = new ManualTimer();
    private final ManualWorker worker = new ManualWorker();
    private final TestChat chat = new TestChat(timer.clock());
    private final OrderedDelivery delivery;

    /** What the other nodes say, and has not arrived. */
    private final List<Deque<ChatEvent>> coming = List.of(new ArrayDeque<>(), new ArrayDeque<>());

    private final List<Message> messages = new ArrayList<>();

    private boolean losing;
    private final Set<MessageId> changedUnheard = new HashSet<>();

    private OptionalLong since;
    private int depth;

    // what the socket has
    private final Map<Long, Boolean> deletedBySeq = new HashMap<>();
    private long joinedUpTo;
    private long last;
    private long lastChange;

    Course(long seed) {
      random = new Random(seed);
      trace.add("seed " + seed);
      since = OptionalLong.of(timer.nanoTime());
      delivery =
          new OrderedDelivery(
              this,
              disturbed(ConversationStore.class, chat.conversations()),
              disturbed(MessageHistory.class, chat.history()),
              this,
              timer::nanoTime,
              worker,
              timer);
    }

    /** Things happen between a read and its answer. */
    private <T> T disturbed(Class<T> port, T store) {
      return port.cast(
          Proxy.newProxyInstance(
              port.getClassLoader(),
              new Class<?>[] {port},
              (proxy, method, arguments) -> {
                try {
                  Object answer = method.invoke(store, arguments);
                  happenMeanwhile();
                  return answer;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    private void happenMeanwhile() {
      depth++;
      for (int i = random.nextInt(6); i > 0 && depth == 1; i--) {
        step();
      }
      depth--;
    }

    void run() {
      send();
      join();
      for (int i = 0; i < STEPS; i++) {
        step();
        if (random.nextInt(4) == 0) {
          worker.run();
        }
      }
      hear();
      while (coming.stream().anyMatch(events -> !events.isEmpty())) {
        arrive();
      }
      depth = 1;
      for (int i = 0; i < 20; i++) {
        timer.advance(Duration.ofSeconds(1));
        worker.run();
      }
      for (Message message : stored()) {
        assertThat(deletedBySeq)
            .as("%s", trace)
            .containsEntry(message.sequence().value(), message.isDeleted());
      }
    }

    private List<Message> stored() {
      return chat.history().findAll(messages.stream().map(Message::id).toList());
    }

    private void step() {
      timer.advance(Duration.ofMillis(random.nextInt(200)));
      switch (random.nextInt(24)) {
        case 0, 1, 2, 3, 4, 5 -> send();
        case 6, 7, 8 -> change();
        case 9 -> lose();
        case 10, 11 -> hear();
        case 12 -> join();
        case 13 -> {
          if (depth == 0) { // no read takes as long
            leave();
          }
        }
        default -> arrive();
      }
    }

    private void send() {
      Appended sent = await(chat.messages().append(aDraft().build()));
      messages.add(sent.message());
      trace.add("send " + sent.message().sequence());
      say(new MessageSent(sent.message()), new ConversationUpdated(sent.state()));
    }

    private void change() {
      Message one =
          messages.get(messages.size() - 1 - random.nextInt(Math.min(4, messages.size())));
      boolean delete = random.nextBoolean();
      Changed changed =
          delete ? chat.messages().delete(one.id()) : chat.messages().restore(one.id());
      if (changed.changed()) {
        trace.add((delete ? "delete " : "restore ") + one.sequence());
        if (losing || since.isEmpty()) {
          changedUnheard.add(one.id());
        }
        say(told(changed.message()), new ConversationUpdated(changed.state()));
      }
    }

    private static ChatEvent told(Message message) {
      return message.isDeleted() ? new MessageDeleted(message) : new MessageRestored(message);
    }

    private void say(ChatEvent first, ChatEvent second) {
      if (!losing && since.isPresent()) {
        coming.get(random.nextInt(coming.size())).addAll(List.of(first, second));
      }
    }

    private void arrive() {
      Deque<ChatEvent> events = coming.get(random.nextInt(coming.size()));
      if (!events.isEmpty()) {
        ChatEvent event = events.removeFirst();
        trace.add("arrives " + described(event));
        delivery.publish(event);
      }
    }

    private void lose() {
      trace.add("loses");
      losing = true;
      forgetWhatComes();
    }

    private void forgetWhatComes() {
      coming.stream()
          .flatMap(Deque::stream)
          .flatMap(event -> changedBy(event).stream())
          .forEach(message -> changedUnheard.add(message.id()));
      coming.forEach(Deque::clear);
    }

    /** As {@code ClusterRepair}, once the bus is back. */
    private void hear() {
      if (losing) {
        trace.add("hears");
        losing = false;
        if (since.isPresent()) {
          delivery.look(PAIR);
          List<Message> changed = chat.history().findAll(List.copyOf(changedUnheard));
          changedUnheard.clear();
          changed.forEach(message -> delivery.publish(told(message)));
        }
      }
    }

    private void join() {
      trace.add("joins at " + messages.size());
      deletedBySeq.clear();
      stored()
          .forEach(message -> deletedBySeq.put(message.sequence().value(), message.isDeleted()));
      last = messages.size();
      joinedUpTo = last;
      delivery.followed(PAIR, new Sequence(last));
    }

    /** Nobody is here for so long that what is said goes elsewhere; then somebody comes again. */
    private void leave() {
      trace.add("leaves");
      coming.forEach(Deque::clear);
      timer.advance(Duration.ofSeconds(30));
      since = OptionalLong.empty();
      for (int i = random.nextInt(5); i > 0; i--) {
        timer.advance(Duration.ofMillis(300));
        if (random.nextBoolean()) {
          send();
        } else {
          change();
        }
      }
      changedUnheard.clear();
      since = OptionalLong.of(timer.nanoTime());
      timer.advance(Duration.ofMillis(1));
      join();
    }

    // --- Reach -----------------------------------------------------------------------------------

    @Override
    public boolean isWhole() {
      return false;
    }

    @Override
    public OptionalLong since(Participants pair) {
      return since;
    }

    @Override
    public Optional<Snapshot> before(Participants pair) {
      return Optional.empty();
    }

    // --- the socket ------------------------------------------------------------------------------

    @Override
    public void publish(ChatEvent event) {
      trace.add("told " + described(event));
      if (event instanceof MessageSent sent) {
        sent(sent.message());
      } else if (event instanceof DeliveryBroken) {
        join();
      } else if (event instanceof ConversationUpdated updated) {
        assertThat(updated.state().change()).as("%s", trace).isGreaterThan(lastChange);
        lastChange = updated.state().change();
      } else {
        changedBy(event)
            .ifPresent(
                message -> deletedBySeq.put(message.sequence().value(), message.isDeleted()));
      }
    }

    private void sent(Message message) {
      long seq = message.sequence().value();
      if (seq <= joinedUpTo) {
        return;
      }
      for (long between = last + 1; between < seq; between++) {
        assertThat(deletedBySeq).as("hole at %d: %s", between, trace).containsKey(between);
      }
      assertThat(seq).as("%s", trace).isGreaterThan(last);
      last = seq;
      deletedBySeq.put(seq, false);
    }

    private static Optional<Message> changedBy(ChatEvent event) {
      return Stream.of(event)
          .flatMap(
              one ->
                  one instanceof MessageDeleted deleted
                      ? Stream.of(deleted.message())
                      : one instanceof MessageRestored restored
                          ? Stream.of(restored.message())
                          : Stream.empty())
          .findAny();
    }

    private static String described(ChatEvent event) {
      return event instanceof MessageSent sent
          ? "new " + sent.message().sequence()
          : changedBy(event)
              .map(message -> (message.isDeleted() ? "deleted " : "restored ") + message.sequence())
              .orElse(event.getClass().getSimpleName());
    }
  }
}
