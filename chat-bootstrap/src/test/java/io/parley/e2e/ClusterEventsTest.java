package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** People on different nodes of a cluster, with the official client. */
@Timeout(180)
class ClusterEventsTest {
  /** The seconds can be set, for a longer look: {@code -Dchat.test.away=60}. */
  private static final Duration AWAY = Duration.ofSeconds(Long.getLong("chat.test.away", 10));

  /** Two seconds are the aim, and what it takes on a quiet machine; this one may be busy. */
  private static final Duration CAUGHT_UP = Duration.ofSeconds(Long.getLong("chat.test.back", 5));

  private static JavaClient on(TestCluster cluster, int node, long user) throws Exception {
    return on(cluster, node, user, "upgrade");
  }

  private static JavaClient on(TestCluster cluster, int node, long user, String mode)
      throws Exception {
    TestServer server = cluster.node(node);
    return new JavaClient(server.address(), mode, server.token(user)).connect();
  }

  private static JSONObject message(long receiver, String content) {
    return new JSONObject(Map.of("receiverId", receiver, "content", content));
  }

  private static JSONObject reference(long conversation) {
    return new JSONObject(Map.of("conversationId", conversation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenTwoOnTwoNodes_whenTheyChat_thenEveryEventCrosses(String kind) throws Exception {
    try (TestCluster cluster = TestCluster.start(kind);
        JavaClient one = on(cluster, 0, 1);
        JavaClient two = on(cluster, 1, 2)) {
      // a first message, to somebody who has joined nothing
      long conversation = one.data("send_message", message(2, "Grüße")).getLong("conversationId");
      assertThat(two.object("message_notification").getString("content")).isEqualTo("Grüße");
      assertThat(two.object("conversation_updated").getLong("unreadCount")).isEqualTo(1);

      two.data("join_conversation", reference(conversation));
      assertThat(one.object("user_joined").getLong("userId")).isEqualTo(2);

      two.data("typing", reference(conversation));
      assertThat(one.object("user_typing").getLong("userId")).isEqualTo(2);
      two.data("stop_typing", reference(conversation));
      assertThat(one.object("user_stopped_typing").getLong("userId")).isEqualTo(2);

      two.data("mark_as_read", reference(conversation));
      assertThat(one.object("messages_read").getLong("upTo")).isEqualTo(1);

      // by way of the third node, where neither of them is
      RestClient third = new RestClient(cluster.node(2).address(), cluster.node(2).token(1));
      long id = third.send(2, "over REST").json().path("data").path("id").asLong();
      assertThat(two.object("new_message").getLong("id")).isEqualTo(id);
      assertThat(one.object("new_message").getString("content")).isEqualTo("Grüße");
      assertThat(one.object("new_message").getLong("id")).isEqualTo(id);

      assertThat(third.delete("/api/chat/messages/" + id).status()).isEqualTo(200);
      assertThat(two.object("message_deleted").getLong("id")).isEqualTo(id);
      assertThat(third.post("/api/chat/messages/" + id + "/restore").status()).isEqualTo(200);
      assertThat(one.object("message_restored").getLong("id")).isEqualTo(id);

      two.data("leave_conversation", reference(conversation));
      assertThat(one.object("user_left").getLong("userId")).isEqualTo(2);
    }
  }

  @Test
  void givenMessagesTooLargeForTheBus_whenTheyAreDeletedAndRestored_thenEveryEventCrosses()
      throws Exception {
    try (TestCluster cluster = TestCluster.start("postgres");
        JavaClient one = on(cluster, 0, 1);
        JavaClient two = on(cluster, 1, 2)) {
      String content = "€".repeat(5_000);
      long conversation = one.data("send_message", message(2, content)).getLong("conversationId");
      assertThat(two.object("message_notification").getString("content")).isEqualTo(content);
      assertThat(two.object("conversation_updated").getLong("unreadCount")).isEqualTo(1);
      two.data("join_conversation", reference(conversation));
      long id = one.data("send_message", message(2, content)).getLong("id");
      assertThat(two.object("new_message").getLong("id")).isEqualTo(id);
      assertThat(two.object("conversation_updated").getLong("unreadCount")).isEqualTo(2);
      RestClient sender = cluster.node(0).rest(1);

      assertThat(sender.delete("/api/chat/messages/" + id).status()).isEqualTo(200);
      assertThat(two.object("message_deleted").getLong("id")).isEqualTo(id);
      assertThat(two.object("conversation_updated").getLong("unreadCount")).isEqualTo(1);

      assertThat(sender.post("/api/chat/messages/" + id + "/restore").status()).isEqualTo(200);
      assertThat(two.object("message_restored").getLong("id")).isEqualTo(id);
      assertThat(two.object("conversation_updated").getLong("unreadCount")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenPartnersOnOtherNodes_whenTheyComeAndGo_thenItIsKnownEverywhere(String kind)
      throws Exception {
    JSONObject both = new JSONObject(Map.of("userIds", new JSONArray(List.of(1, 2, 3))));
    try (TestCluster cluster = TestCluster.start(kind);
        JavaClient one = on(cluster, 0, 1)) {
      cluster.node(2).rest(1).send(2, "they know each other");
      try (JavaClient two = on(cluster, 1, 2)) {
        assertThat(one.object("user_online").getLong("userId")).isEqualTo(2);
        for (JavaClient client : List.of(one, two)) {
          assertThat(online(client, both)).isEqualTo("[1,2]");
        }
      }

      assertThat(one.object("user_offline").getLong("userId")).isEqualTo(2);
      assertThat(online(one, both)).isEqualTo("[1]");
    }
  }

  private static String online(JavaClient client, JSONObject users) throws Exception {
    return client.data("check_online", users).getJSONArray("onlineUsers").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenBothSendAtOnceOnDifferentNodes_whenAllIsStored_thenBothSeeOneSequence(String kind)
      throws Exception {
    int each = 300;
    try (TestCluster cluster = TestCluster.start(kind);
        JavaClient one = on(cluster, 0, 1, "websocket");
        JavaClient two = on(cluster, 1, 2, "websocket")) {
      long conversation = one.data("send_message", message(2, "first")).getLong("conversationId");
      two.object("message_notification"); // its node has heard of it
      two.data("join_conversation", reference(conversation));
      List<CompletableFuture<JSONObject>> answers = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        answers.add(one.ask("send_message", message(2, "one " + i)));
        answers.add(two.ask("send_message", message(1, "two " + i)));
      }
      for (CompletableFuture<JSONObject> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).getBoolean("ok")).isTrue();
      }

      List<Long> expected = LongStream.rangeClosed(2, 2 * each + 1).boxed().toList();
      assertThat(one.object("new_message").getLong("seq")).isEqualTo(1);
      for (JavaClient client : List.of(one, two)) {
        List<Long> live = sequence(client, expected.size());
        assertThat(live).isSorted().doesNotHaveDuplicates();
        Set<Long> seen = new TreeSet<>(live);
        seen.addAll(toldToFetch(client, conversation));
        assertThat(seen).containsExactlyElementsOf(expected);
      }
    }
  }

  /** What a client fetches that is told, under load, that live events left something out. */
  private static List<Long> toldToFetch(JavaClient client, long conversation) throws Exception {
    List<Long> fetched = new ArrayList<>();
    Optional<JSONObject> told = client.pollNow("resync_required");
    while (told.isPresent()) {
      long after = told.get().getLong("afterSeq");
      boolean more = true;
      while (more) {
        JSONObject answer =
            client.data("join_conversation", reference(conversation).put("afterSeq", after));
        JSONArray messages = answer.getJSONArray("messages");
        for (int i = 0; i < messages.length(); i++) {
          after = messages.getJSONObject(i).getLong("seq");
          fetched.add(after);
        }
        more = answer.getBoolean("hasMore");
      }
      told = client.pollNow("resync_required");
    }
    return fetched;
  }

  /** The positions of the next messages, as far as they come. */
  private static List<Long> sequence(JavaClient client, int count) throws Exception {
    List<Long> sequence = new ArrayList<>();
    while (sequence.size() < count) {
      Optional<JSONObject> message = client.poll("new_message");
      if (message.isEmpty()) {
        break;
      }
      sequence.add(message.get().getLong("seq"));
    }
    return sequence;
  }

  @Test
  void givenRedisThatIsAway_whenSomeGoOn_thenLocalEventsFlowAndTheOthersCatchUp() throws Exception {
    try (TestCluster cluster = TestCluster.start("redis");
        Warnings warnings = new Warnings();
        JavaClient one = on(cluster, 0, 1);
        JavaClient near = on(cluster, 0, 2);
        JavaClient far = on(cluster, 1, 3)) {
      for (JavaClient partner : List.of(near, far)) {
        long id = partner == near ? 2 : 3;
        long conversation =
            one.data("send_message", message(id, "first")).getLong("conversationId");
        partner.object("message_notification"); // its node has heard of it
        partner.data("join_conversation", reference(conversation));
      }

      cluster.redis().kill();
      long end = System.nanoTime() + AWAY.toNanos();
      int sent = 0;
      for (; System.nanoTime() < end; sent++) {
        String content = "without Redis " + sent;
        one.data("send_message", message(2, content));
        one.data("send_message", message(3, content));
        assertThat(near.object("new_message").getString("content")).isEqualTo(content);
      }
      cluster.redis().startAgain();
      long back = System.nanoTime();
      List<Long> caughtUp = sequence(far, sent);
      assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(CAUGHT_UP);

      assertThat(caughtUp).isEqualTo(LongStream.rangeClosed(2, sent + 1).boxed().toList());
      one.data("send_message", message(3, "with Redis"));
      assertThat(far.object("new_message").getString("content")).isEqualTo("with Redis");
      // Each node says once that Redis is away, and nothing else.
      assertThat(warnings.lines()).hasSizeBetween(1, TestCluster.NODES);
      assertThat(warnings.lines()).allMatch(line -> line.contains("Redis does not answer"));
    }
  }

  /** What all nodes log of warnings and errors. */
  private static final class Warnings implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Warnings() {
      appender.start();
      root.addAppender(appender);
    }

    List<String> lines() {
      return List.copyOf(appender.list).stream()
          .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .map(ILoggingEvent::toString)
          .toList();
    }

    @Override
    public void close() {
      boolean unused = root.detachAppender(appender);
    }
  }
}
