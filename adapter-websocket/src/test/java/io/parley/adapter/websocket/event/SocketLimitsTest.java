package io.parley.adapter.websocket.event;

import static io.parley.adapter.websocket.event.ChatClient.data;
import static io.parley.adapter.websocket.event.ChatClient.number;
import static io.parley.adapter.websocket.event.ChatClient.text;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketLimitsTest {
  /** Refuses one thing, and counts everything. */
  private static final class Refusing implements RateLimiter {
    private final LimitedAction refused;
    private final Map<Account, Integer> spent = new ConcurrentHashMap<>();
    private final Queue<Long> refusals = new ConcurrentLinkedQueue<>();

    Refusing(LimitedAction refused) {
      this.refused = refused;
    }

    @Override
    public void spend(Account account) {
      spent.merge(account, 1, Integer::sum);
      if (account.action() == refused) {
        refusals.add(System.nanoTime());
        throw new RateLimitedException(Duration.ofMillis(1_500));
      }
    }

    void awaitSpent(Account account, int times) {
      long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (spent.getOrDefault(account, 0) < times) {
        assertThat(System.nanoTime()).as("%s %d times", account, times).isLessThan(giveUpAt);
        Thread.onSpinWait();
      }
    }

    @Override
    public void spend(LimitedAction action, String address) {
      // only accounts are looked at here
    }
  }

  @ParameterizedTest
  @CsvSource({
    "send_message, SEND",
    "typing, TYPING",
    "stop_typing, TYPING",
    "join_conversation, JOIN",
    "leave_conversation, JOIN",
    "mark_as_read, OTHER",
    "check_online, OTHER",
    "join_personal_room, OTHER",
    "sync, OTHER",
    "refresh_token, OTHER"
  })
  void givenTooManyOfAnEvent_whenOneMoreIsSent_thenItsSenderLearnsWhenToTryAgain(
      String event, LimitedAction action) throws Exception {
    Refusing limiter = new Refusing(action);
    try (ChatFixture chat = new ChatFixture(limiter, SocketLimits.defaults())) {
      ChatClient alice = chat.connect(ALICE);

      JSONObject error = alice.callJson(event, "{'conversationId':1}").getJSONObject("error");

      assertThat(text(error, "code")).isEqualTo("rate_limited");
      assertThat(error.getBoolean("retryable")).isTrue();
      assertThat(number(error, "retryAfterMillis")).isEqualTo(1_500);
      assertThat(limiter.spent).containsEntry(new Account(action, ALICE), 1);

      alice.emit(event, new JSONObject());
      JSONObject told = alice.next("error");
      assertThat(text(told, "code")).isEqualTo("rate_limited");
      assertThat(text(told, "event")).isEqualTo(event);
      assertThat(number(told, "retryAfterMillis")).isEqualTo(1_500);
    }
  }

  @Test
  void givenTooManyEvents_whenMoreAreSentRegardless_thenEachIsReadAWhileAfterTheOneBefore() {
    Refusing limiter = new Refusing(LimitedAction.TYPING);
    try (ChatFixture chat = new ChatFixture(limiter, SocketLimits.defaults())) {
      ChatClient alice = chat.connect(ALICE);

      for (int i = 0; i < 10; i++) {
        alice.emit("typing", new JSONObject());
      }
      for (int i = 0; i < 10; i++) {
        assertThat(text(alice.next("error"), "code")).isEqualTo("rate_limited");
      }

      List<Long> times = List.copyOf(limiter.refusals);
      for (int i = 1; i < 10; i++) {
        assertThat(Duration.ofNanos(times.get(i) - times.get(i - 1)))
            .isGreaterThanOrEqualTo(Duration.ofMillis(20));
      }
    }
  }

  @Test
  void givenTooManyConnects_whenOneMoreComes_thenItsClientTriesAgainByItself() {
    Refusing limiter = new Refusing(LimitedAction.CONNECT);
    try (ChatFixture chat = new ChatFixture(limiter, SocketLimits.defaults());
        ChatClient alice = new ChatClient(chat.port(), "1")) {
      alice.startConnecting();

      limiter.awaitSpent(new Account(LimitedAction.CONNECT, ALICE), 2);
    }
  }

  @Test
  void givenAsManySocketsAsAUserMayHave_whenOneMoreComes_thenItWaitsForOneToGo() {
    try (ChatFixture chat =
        new ChatFixture(RateLimiter.unlimited(), SocketLimits.defaults().withSocketsPerUser(2))) {
      ChatClient first = chat.connect(ALICE);
      ChatClient second = chat.connect(ALICE);
      try (ChatClient third = new ChatClient(chat.port(), "1")) {
        third.startConnecting();
        chat.connect(BOB);
        data(first.callJson("check_online", "{'userIds':[1]}"));
        assertThat(third.isConnected()).isFalse();

        second.close();

        third.awaitConnected();
      }
    }
  }

  @Test
  void givenAsManyRoomsAsASocketMayHave_whenOneMoreIsJoined_thenItIsRefused() throws Exception {
    try (ChatFixture chat =
        new ChatFixture(RateLimiter.unlimited(), SocketLimits.defaults().withRoomsPerSocket(2))) {
      ChatClient alice = chat.connect(ALICE);
      for (int receiver = 2; receiver <= 4; receiver++) { // its first message takes it there
        data(alice.callJson("send_message", "{'receiverId':" + receiver + ",'content':'hi'}"));
      }

      JSONObject error =
          alice.callJson("join_conversation", "{'conversationId':3}").getJSONObject("error");

      assertThat(text(error, "code")).isEqualTo("too_many");
      data(alice.callJson("join_conversation", "{'conversationId':1}"));
      data(alice.callJson("leave_conversation", "{'conversationId':1}"));
      data(alice.callJson("join_conversation", "{'conversationId':3}"));
    }
  }

  @Test
  void givenMoreSendsThanMayBeOnTheirWay_whenSent_thenAllAreStoredInTheirOrder() {
    try (ChatFixture chat =
        new ChatFixture(RateLimiter.unlimited(), new SocketLimits(20, 1_000, 4))) {
      ChatClient alice = chat.connect(ALICE);

      for (int i = 1; i <= 100; i++) {
        alice.emit("send_message", ChatClient.json("{'receiverId':2,'content':'m" + i + "'}"));
      }

      for (int i = 1; i <= 100; i++) {
        assertThat(text(alice.next("new_message"), "content")).isEqualTo("m" + i);
      }
    }
  }
}
