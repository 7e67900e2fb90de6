package io.parley.adapter.websocket.event;

import static io.parley.adapter.websocket.event.ChatClient.data;
import static io.parley.adapter.websocket.event.ChatClient.number;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.message.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventObserverTest {
  private final ChatFixture chat = new ChatFixture();
  private final ChatClient alice = chat.connect(ALICE);

  @AfterEach
  void close() {
    chat.close();
  }

  /** An answer may be with its client before the observer is told. */
  private void assertTold(String... expected) {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (chat.observer().told().size() < expected.length && System.nanoTime() - giveUpAt < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(chat.observer().told()).containsExactly(expected);
  }

  @Test
  void givenEventsOfEachKind_whenAnswered_thenEachIsToldOnce() {
    long conversation =
        number(
            data(alice.callJson("send_message", "{'receiverId':2,'content':'first'}")),
            "conversationId");
    JSONObject unused =
        data(alice.callJson("leave_conversation", "{'conversationId':" + conversation + "}"));
    data(alice.callJson("join_personal_room", "{}"));

    assertTold(
        "answered send_message", "answered leave_conversation", "answered join_personal_room");
  }

  @Test
  void givenEventsThatFail_whenAnswered_thenTheyAreToldByTheirCode() {
    alice.callJson("send_message", "{'receiverId':1000000,'content':'to nobody'}");
    alice.callJson("mark_as_read", "{'conversationId':99}");

    assertTold(
        "failed send_message receiver_not_found",
        "answered send_message",
        "failed mark_as_read conversation_not_found",
        "answered mark_as_read");
  }

  @Test
  void givenEventThatIsMadeUp_whenAnswered_thenItsNameIsNotTold() {
    alice.callJson("made_up_by_user_1", "{}");

    assertTold("refused unknown unknown_event");
  }

  @Test
  void givenJoinAfterAPosition_whenAnswered_thenItIsToldHowMuchWasMissed() {
    Message first = chat.storeSilently(aDraft().build());
    chat.storeSilently(aDraft().build());
    chat.storeSilently(aDraft().build());

    data(
        alice.callJson(
            "join_conversation",
            "{'conversationId':" + first.conversation().value() + ",'afterSeq':1}"));

    assertTold("caught up 2", "answered join_conversation");
  }

  @Test
  void givenEvents_whenHandled_thenEachIsAStretchOfItsOwn() {
    data(alice.callJson("send_message", "{'receiverId':2,'content':'first'}"));
    alice.callJson("send_message", "{'content':'to nobody'}");
    alice.callJson("no_such_event", "{}");
    data(alice.callJson("join_personal_room", "{}"));

    assertThat(chat.observer().stretches())
        .containsSubsequence(
            "begin send_message",
            "end send_message",
            "begin send_message",
            "end send_message",
            "begin join_personal_room")
        .noneMatch(stretch -> stretch.contains("no_such_event"));
  }
}
