package io.parley.adapter.webhooks;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryConsumerOffsets;
import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.adapter.webhooks.Receiver.Told;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.MessageLog;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhooksTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01.9Z");
  private static final WebhookSecret SECRET =
      WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private final MemoryStores stores =
      MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC());
  private final ConsumerOffsets offsets = new MemoryConsumerOffsets(System::nanoTime);
  private final Receiver receiver = new Receiver();
  private final List<Webhooks> started = new ArrayList<>();

  @AfterEach
  void close() {
    started.forEach(Webhooks::close);
    receiver.close();
  }

  private Webhooks start() {
    return start(stores.log());
  }

  private Webhooks start(MessageLog log) {
    var sender = new WebhookSender(receiver.url(), SECRET, Clock.fixed(NOW, ZoneOffset.UTC));
    Webhooks webhooks =
        Webhooks.start(
            log,
            stores.history(),
            offsets,
            new EventBodies(
                message ->
                    Map.of(
                        "text", message.content().text(),
                        "conversation", message.conversation().value())),
            new Delivery(sender, Duration.ofMillis(1)));
    started.add(webhooks);
    return webhooks;
  }

  /** Begins at the beginning of the log, which is before what is sent from now on. */
  private void givenStart() {
    offsets.reset(Webhooks.CONSUMER, stores.log().end());
  }

  private Message send(UserId receiver, String text) {
    return await(stores.messages().append(aDraft().to(receiver).saying(text).build())).message();
  }

  private static List<String> said(List<Told> events) {
    return events.stream().map(Told::said).toList();
  }

  @Test
  void givenMessage_whenSent_thenItIsToldWithASignature() {
    givenStart();
    start();

    Message sent = send(BOB, "Hello");

    Told told = receiver.taken(1).get(0);
    assertThat(told.request()).isEqualTo("POST /hook");
    assertThat(told.said()).isEqualTo("message.sent Hello");
    assertThat(told.id())
        .isEqualTo("message.sent-" + sent.id().value() + "-" + sent.createdAt().toEpochMilli());
    assertThat(told.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(told.signature())
        .isEqualTo(SECRET.sign(told.id(), NOW.getEpochSecond(), told.body()));
    assertThat(Instant.parse(told.json().get("timestamp").asText()))
        .isEqualTo(Instant.ofEpochMilli(sent.createdAt().toEpochMilli()));
  }

  @Test
  void givenMessageWithAFlagOfTheHost_whenToldAndDeleted_thenTheFlagIsBesideIt() {
    givenStart();
    start();
    send(BOB, "plain");
    Message flagged =
        await(stores.messages().append(aDraft().flagged("spam.suspected").build())).message();
    receiver.taken(2);

    stores.messages().delete(flagged.id());

    assertThat(receiver.taken(3))
        .extracting(told -> told.json().get("flag").asText(null))
        .containsExactly(null, "spam.suspected", "spam.suspected");
  }

  @Test
  void givenMessageThatWasTold_whenDeletedAndRestored_thenBothAreTold() {
    givenStart();
    start();
    Message sent = send(BOB, "Hello");
    receiver.taken(1);

    stores.messages().delete(sent.id());
    receiver.taken(2);
    stores.messages().restore(sent.id());

    assertThat(said(receiver.taken(3)))
        .containsExactly("message.sent Hello", "message.deleted Hello", "message.restored Hello");
  }

  @Test
  void givenMessagesFromBefore_whenStartedForTheFirstTime_thenWhatComesFromNowOnIsTold() {
    send(BOB, "before");
    start();
    // the first to claim says where it begins
    Message now = send(BOB, "now");
    offsets.reset(Webhooks.CONSUMER, stores.log().before(now.id()));

    assertThat(said(receiver.taken(1))).containsExactly("message.sent now");
  }

  @Test
  void givenReceiverThatFails_whenItTakesEventsAgain_thenNothingIsMissingOrOutOfOrder() {
    AtomicInteger posts = new AtomicInteger();
    receiver.answer(event -> List.of(500, 204, 429, 302, 408).get(posts.getAndIncrement() % 5));
    givenStart();
    IntStream.range(0, 100).forEach(i -> send(i % 2 == 0 ? BOB : CAROL, "" + i));
    Webhooks webhooks = start();

    Map<Long, List<String>> byConversation = new HashMap<>();
    receiver
        .taken(100)
        .forEach(
            told ->
                byConversation
                    .computeIfAbsent(told.conversation(), id -> new ArrayList<>())
                    .add(told.said()));

    assertThat(byConversation.values())
        .containsExactlyInAnyOrder(
            IntStream.range(0, 50).mapToObj(i -> "message.sent " + 2 * i).toList(),
            IntStream.range(0, 50).mapToObj(i -> "message.sent " + (2 * i + 1)).toList());
    assertThat(webhooks.statistics().retries()).isPositive();
  }

  @Test
  void givenEventThatTheReceiverDoesNotWant_whenRefusedFiveTimes_thenTheOthersGoOn() {
    receiver.answer(event -> event.said().endsWith("bad") ? 400 : 200);
    givenStart();
    send(BOB, "bad");
    send(BOB, "good");
    Webhooks webhooks = start();

    assertThat(said(receiver.taken(1))).containsExactly("message.sent good");
    assertThat(said(receiver.all())).filteredOn("message.sent bad"::equals).hasSize(5);
    assertThat(webhooks.statistics().refused()).isEqualTo(1);
  }

  @Test
  void givenNodeThatEnds_whenAnotherRuns_thenItGoesOnFromThere() {
    givenStart();
    Webhooks one = start();
    send(BOB, "1");
    receiver.taken(1);
    Webhooks two = start();
    send(BOB, "2");
    receiver.taken(2);
    assertThat(two.statistics().delivered()).isZero();

    one.close();
    send(BOB, "3");

    assertThat(said(receiver.taken(3)))
        .containsExactly("message.sent 1", "message.sent 2", "message.sent 3");
    assertThat(one.statistics().delivered() + two.statistics().delivered())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void givenNodeThatEndsWhileTheReceiverIsAway_whenAnotherStarts_thenNothingIsLost() {
    receiver.answer(event -> 503);
    givenStart();
    Webhooks one = start();
    send(BOB, "1");
    send(BOB, "2");
    receiver.awaitTold(3);
    one.close();

    receiver.answer(event -> 200);
    start();

    assertThat(said(receiver.taken(2))).containsExactly("message.sent 1", "message.sent 2");
  }

  @Test
  void givenEventsThatWereTaken_whenReset_thenTheyAreToldAgainUnderTheSameIds() {
    givenStart();
    start();
    Message first = send(BOB, "1");
    send(BOB, "2");
    List<Told> before = receiver.taken(2);

    offsets.reset(Webhooks.CONSUMER, stores.log().before(first.id()));

    assertThat(receiver.taken(4).subList(2, 4))
        .extracting(Told::id)
        .containsExactly(before.get(0).id(), before.get(1).id());
  }

  @Test
  void givenStoreThatIsAway_whenItIsBack_thenTheWebhooksGoOn() {
    FailingLog log = new FailingLog(stores.log());
    givenStart();
    start(log);
    send(BOB, "1");
    receiver.taken(1);

    log.failing = true;
    send(BOB, "2");
    log.failed.clear();
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (log.failed.isEmpty() && System.nanoTime() < giveUpAt) {
      Thread.onSpinWait();
    }
    log.failing = false;

    assertThat(said(receiver.taken(2))).containsExactly("message.sent 1", "message.sent 2");
  }

  /** A log that sometimes does not answer. */
  private static final class FailingLog implements MessageLog {
    private final MessageLog log;
    private final List<Position> failed = new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile boolean failing;

    private FailingLog(MessageLog log) {
      this.log = log;
    }

    @Override
    public Batch after(Position position, int limit) {
      if (failing) {
        failed.add(position);
        throw new StoreUnavailableException("planned");
      }
      return log.after(position, limit);
    }

    @Override
    public Position end() {
      return log.end();
    }

    @Override
    public Position before(MessageId first) {
      return log.before(first);
    }

    @Override
    public boolean contains(Position position) {
      return log.contains(position);
    }

    @Override
    public News news(Position position, SearchScope scope, SearchText text, PageRequest request) {
      return log.news(position, scope, text, request);
    }
  }
}
