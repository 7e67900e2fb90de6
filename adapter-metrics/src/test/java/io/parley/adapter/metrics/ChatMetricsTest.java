package io.parley.adapter.metrics;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Fixture;
import io.parley.testkit.fixture.RecordingBusListener;
import io.parley.testkit.fixture.RecordingNotifier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatMetricsTest {
  private final AtomicLong now = new AtomicLong();
  private final ChatMetrics metrics = new ChatMetrics(now::get);
  private final MemoryStores stores =
      MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC());

  @AfterEach
  void close() {
    metrics.close();
  }

  private double value(String sample) {
    return page()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .sum();
  }

  /** A page of its own: the usual one may be a fraction of a second old. */
  private String page() {
    return ((PrometheusMeterRegistry) metrics.registry()).scrape();
  }

  @Test
  void givenMessages_whenStored_thenAcceptedCommittedAndRepeatedAreCounted() {
    MessageStore store = metrics.messages().measured(stores.messages());

    await(store.append(aDraft().knownAs("m-1").build()));
    await(store.append(aDraft().knownAs("m-1").build()));
    await(store.append(aDraft().build()));

    assertThat(value("chat_messages_accepted_total")).isEqualTo(3);
    assertThat(value("chat_messages_committed_total")).isEqualTo(2);
    assertThat(value("chat_messages_repeated_total")).isEqualTo(1);
    assertThat(value("chat_message_commit_seconds_count")).isEqualTo(2);
  }

  @Test
  void givenMessageThatCannotBeStored_whenAppended_thenItIsAcceptedOnly() {
    MessageStore store = metrics.messages().measured(stores.messages());

    assertThatThrownBy(() -> await(store.append(aDraft().to(Fixture.NOBODY).build())))
        .isInstanceOf(ChatException.class);

    assertThat(value("chat_messages_accepted_total")).isEqualTo(1);
    assertThat(value("chat_messages_committed_total")).isZero();
  }

  @Test
  void givenGroup_whenItsAnnouncementIsThrough_thenItsSizeAndDeliveriesAreMeasured() {
    MessageStore store = metrics.messages().measured(stores.messages());
    Executor groups = metrics.messages().groups(Runnable::run);

    groups.execute(
        () -> {
          await(store.append(aDraft().build()));
          await(store.append(aDraft().build()));
          await(store.append(aDraft().build()));
        });
    groups.execute(() -> {});

    assertThat(value("chat_commit_group_messages_count")).isEqualTo(1);
    assertThat(value("chat_commit_group_messages_sum")).isEqualTo(3);
    assertThat(value("chat_commit_group_messages_bucket{le=\"2.0\"}")).isZero();
    assertThat(value("chat_commit_group_messages_bucket{le=\"4.0\"}")).isEqualTo(1);
    assertThat(value("chat_message_delivery_seconds_count")).isEqualTo(3);
  }

  @Test
  void givenMessageOfEachSource_whenAnnounced_thenItIsCountedByWhereItCameFrom() {
    RecordingNotifier sockets = new RecordingNotifier();
    ChatNotifier delivered = metrics.messages().delivered(sockets);
    Message message = await(stores.messages().append(aDraft().build())).message();
    Runnable announcement = () -> delivered.publish(new MessageSent(message));

    metrics.messages().groups(Runnable::run).execute(announcement);
    announcement.run();
    metrics.messages().fromBus(Runnable::run).execute(announcement);
    metrics.messages().fromBus(Runnable::run).execute(announcement);
    announcement.run();

    assertThat(sockets.events()).hasSize(5);
    assertThat(value("chat_messages_delivered_total{source=\"commit\"}")).isEqualTo(1);
    assertThat(value("chat_messages_delivered_total{source=\"bus\"}")).isEqualTo(2);
    assertThat(value("chat_messages_delivered_total{source=\"repair\"}")).isEqualTo(2);
  }

  @Test
  void givenTaskThatFails_whenTheNextMessageIsAnnounced_thenItsSourceIsNotThatOfTheTask() {
    ChatNotifier delivered = metrics.messages().delivered(new RecordingNotifier());
    Message message = await(stores.messages().append(aDraft().build())).message();
    Executor bus = metrics.messages().fromBus(Runnable::run);

    assertThatThrownBy(
            () ->
                bus.execute(
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    delivered.publish(new MessageSent(message));

    assertThat(value("chat_messages_delivered_total{source=\"repair\"}")).isEqualTo(1);
  }

  @Test
  void givenLimiterThatRefuses_whenSpent_thenItIsCountedAndStillRefused() {
    RateLimiter limiter = metrics.access().measured(new Refusing());

    assertThatThrownBy(() -> limiter.spend(new Account(LimitedAction.SEND, ALICE)))
        .isInstanceOf(RateLimitedException.class);
    assertThatThrownBy(() -> limiter.spend(LimitedAction.CONNECT, "10.0.0.1"))
        .isInstanceOf(RateLimitedException.class);

    assertThat(value("chat_rate_limited_total{action=\"send\",scope=\"user\"}")).isEqualTo(1);
    assertThat(value("chat_rate_limited_total{action=\"connect\",scope=\"address\"}")).isEqualTo(1);
    assertThat(value("chat_rate_limited_total{action=\"send\",scope=\"address\"}")).isZero();
  }

  private static final class Refusing implements RateLimiter {
    @Override
    public void spend(Account account) {
      throw new RateLimitedException(Duration.ofSeconds(1));
    }

    @Override
    public void spend(LimitedAction action, String address) {
      throw new RateLimitedException(Duration.ofSeconds(1));
    }
  }

  @Test
  void givenTokenThatIsNone_whenVerified_thenItIsCountedAndStillRefused() {
    TokenVerifier verifier =
        metrics
            .access()
            .measured(
                token -> {
                  throw new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
                });

    assertThatThrownBy(() -> verifier.verify("none")).isInstanceOf(ChatException.class);
    assertThatThrownBy(() -> verifier.whenVerified("none")).isInstanceOf(ChatException.class);

    assertThat(value("chat_token_refusals_total")).isEqualTo(2);
  }

  @Test
  void givenTokenWhoseUserCannotBeLookedUp_whenVerified_thenItIsNoRefusal() {
    TokenVerifier verifier =
        metrics
            .access()
            .measured(
                token -> {
                  throw new StoreUnavailableException("planned");
                });

    assertThatThrownBy(() -> verifier.verify("any")).isInstanceOf(ChatException.class);
    assertThatThrownBy(() -> verifier.whenVerified("any")).isInstanceOf(ChatException.class);

    assertThat(value("chat_token_refusals_total")).isZero();
  }

  @Test
  void givenBus_whenItCarriesIsLostAndComesBack_thenAllOfItIsCounted() {
    FakeBus fake = new FakeBus();
    MeasuredBus bus = MeasuredBus.of(fake, metrics);
    RecordingBusListener heard = new RecordingBusListener();
    bus.listen(heard);

    fake.listener().restored();
    bus.publish(Set.of(ALICE, BOB), new byte[10]);
    fake.listener().received(new byte[7]);
    fake.listener().interrupted("gone");
    boolean connectedWithout = bus.isConnected();
    fake.listener().restored();
    fake.listener().restored();

    assertThat(connectedWithout).isFalse();
    assertThat(bus.isConnected()).isTrue();
    assertThat(heard.frames()).hasSize(1);
    assertThat(heard.restorations()).isEqualTo(3);
    assertThat(value("chat_bus_connected")).isEqualTo(1);
    assertThat(value("chat_bus_published_total")).isEqualTo(1);
    assertThat(value("chat_bus_published_bytes_total")).isEqualTo(10);
    assertThat(value("chat_bus_received_total")).isEqualTo(1);
    assertThat(value("chat_bus_received_bytes_total")).isEqualTo(7);
    assertThat(value("chat_bus_interruptions_total")).isEqualTo(1);
    assertThat(value("chat_bus_reconnects_total")).isEqualTo(1);
    assertThat(value("chat_bus_queue_frames")).isEqualTo(5);
    assertThat(value("chat_bus_dropped_total")).isEqualTo(4);
  }

  /** A bus that is told what happens to it. */
  private static final class FakeBus implements ClusterBus {
    private @Nullable Listener listener;

    Listener listener() {
      return listener == null ? Listener.nobody() : listener;
    }

    @Override
    public void listen(Listener newListener) {
      listener = newListener;
    }

    @Override
    public int maxFrameBytes() {
      return 1_000;
    }

    @Override
    public void publish(List<Frame> frames) {}

    @Override
    public CompletionStage<Void> subscribe(UserId user) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void unsubscribe(UserId user) {}

    @Override
    public int waitingFrames() {
      return 5;
    }

    @Override
    public long droppedFrames() {
      return 4;
    }

    @Override
    public void close() {}
  }

  @Test
  void givenThingThatIsLookedAtOnce_whenSeveralNumbersComeFromIt_thenAPageLooksOnce() {
    int[] looks = new int[1];
    var seen = metrics.once(() -> ++looks[0]);
    metrics.gauge("chat.one", "One", seen::get);
    metrics.gauge("chat.two", "Two", seen::get);

    String page = metrics.page();

    assertThat(page).contains("chat_one 2.0\n").contains("chat_two 2.0\n");
    assertThat(looks[0]).isEqualTo(2); // and once at the beginning
  }

  @Test
  void givenPage_whenReadAgainAtOnce_thenNothingIsLookedAtAgainUntilItIsOld() {
    int[] looks = new int[1];
    var seen = metrics.once(() -> ++looks[0]);
    metrics.gauge("chat.looks", "Looks", seen::get);
    String page = metrics.page();

    now.addAndGet(Duration.ofMillis(200).toNanos());
    String again = metrics.page();
    now.addAndGet(1);
    String later = metrics.page();

    assertThat(again).isEqualTo(page).contains("chat_looks 2.0\n");
    assertThat(later).contains("chat_looks 3.0\n");
  }

  @Test
  void givenCounterOfSomebodyElse_whenCollected_thenItIsStillThere() {
    metrics.counter("chat.counted.elsewhere", "Elsewhere", () -> 7L);

    System.gc();

    assertThat(value("chat_counted_elsewhere_total")).isEqualTo(7);
  }
}
