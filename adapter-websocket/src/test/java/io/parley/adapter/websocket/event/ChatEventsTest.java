package io.parley.adapter.websocket.event;

import static io.parley.adapter.websocket.event.ChatClient.data;
import static io.parley.adapter.websocket.event.ChatClient.json;
import static io.parley.adapter.websocket.event.ChatClient.number;
import static io.parley.adapter.websocket.event.ChatClient.same;
import static io.parley.adapter.websocket.event.ChatClient.text;
import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.Message;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatEventsTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final ChatFixture chat = new ChatFixture();
  private final ChatClient alice = chat.connect(ALICE);
  private final ChatClient bob = chat.connect(BOB);

  @AfterEach
  void close() {
    chat.close();
  }

  private long startConversation() {
    return number(
        data(alice.callJson("send_message", "{'receiverId':2,'content':'first'}")),
        "conversationId");
  }

  private long startConversationWithBothInRoom() {
    long conversation = startConversation();
    alice.next("new_message");
    bob.next("message_notification"); // not before: who has joined by then is not notified
    data(bob.callJson("join_conversation", "{'conversationId':" + conversation + "}"));
    alice.next("user_joined");
    return conversation;
  }

  private static String in(long conversation) {
    return "{'conversationId':" + conversation + "}";
  }

  @Test
  void givenFirstMessage_whenSent_thenItIsAcknowledgedAndSeenInTheNewRoom() {
    JSONObject stored =
        data(
            alice.callJson(
                "send_message",
                "{'receiverId':'2','content':'hello','attachmentUrl':'https://cdn.example/a.png',"
                    + "'clientMessageId':'c-1'}"));
    JSONObject seen = alice.next("new_message");

    assertThat(seen.toString()).isEqualTo(stored.toString());
    assertThat(text(seen, "createdAt")).matches(TIME);
    seen.remove("createdAt");
    assertThat(
            same(
                seen,
                json(
                    "{'id':1,'senderId':1,'receiverId':2,'conversationId':1,'content':'hello',"
                        + "'attachmentUrl':'https://cdn.example/a.png','isRead':false,"
                        + "'sender':{'id':1,'name':'Alice','username':'alice',"
                        + "'profile_name':'Alice the 1.','profile_photo':'https://cdn.example/alice.png'},"
                        + "'seq':1,'clientMessageId':'c-1'}")))
        .as(seen.toString())
        .isTrue();
  }

  @Test
  void givenReceiverElsewhere_whenMessageIsSent_thenHeIsNotified() {
    long conversation = startConversation();

    JSONObject notification = bob.next("message_notification");

    assertThat(text(notification, "timestamp")).matches(TIME);
    notification.remove("timestamp");
    assertThat(
            same(
                notification,
                json(
                    "{'from':1,'conversationId':"
                        + conversation
                        + ",'content':'first','messageId':1,'seq':1}")))
        .as(notification.toString())
        .isTrue();
    assertThat(bob.arrived("new_message")).isEmpty();
  }

  @Test
  void givenReceiverInTheRoom_whenMessageIsSent_thenHeSeesItAndIsNotNotified() {
    long conversation = startConversationWithBothInRoom();

    data(
        bob.callJson(
            "send_message",
            "{'receiverId':1,'content':'back','conversationId':" + conversation + "}"));

    assertThat(text(alice.next("new_message"), "content")).isEqualTo("back");
    assertThat(text(bob.next("new_message"), "content")).isEqualTo("back");
    assertThat(alice.arrived("message_notification")).isEmpty();
    assertThat(bob.arrived("message_notification")).isEmpty();
  }

  @Test
  void givenMessageStoredElsewhere_whenItIsAnnounced_thenSocketsSeeItAlike() {
    startConversationWithBothInRoom();

    await(chat.sendMessage().send(aDraft().from(ALICE).to(BOB).saying("by REST").build()));

    assertThat(text(bob.next("new_message"), "content")).isEqualTo("by REST");
    assertThat(text(alice.next("new_message"), "content")).isEqualTo("by REST");
  }

  @Test
  void givenMessageWithAFlagOfTheHost_whenItIsAnnounced_thenNoSocketSeesTheFlag() {
    startConversationWithBothInRoom();
    String cursor = text(data(bob.callJson("sync", "{}")), "nextCursor");

    await(chat.sendMessage().send(aDraft().from(ALICE).to(BOB).flagged("spam.suspected").build()));

    JSONObject seen = bob.next("new_message");
    JSONObject changes = data(bob.callJson("sync", "{'cursor':'" + cursor + "'}"));
    assertThat(List.of(seen.toString(), changes.toString()))
        .allSatisfy(
            told -> assertThat(told).contains("Hello").doesNotContainIgnoringCase("flag", "spam"));
  }

  @Test
  void givenRepeatedSend_whenSent_thenTheFirstComesBackAndNothingIsAnnounced() {
    startConversationWithBothInRoom();
    String payload = "{'receiverId':2,'content':'once','clientMessageId':'same'}";

    JSONObject first = data(alice.callJson("send_message", payload));
    JSONObject again = data(alice.callJson("send_message", payload));

    assertThat(again.toString()).isEqualTo(first.toString());
    bob.next("new_message");
    assertThat(bob.arrived("new_message")).isEmpty();
  }

  @Test
  void givenSameClientIdWithOtherContent_whenSent_thenItIsRefused() {
    data(alice.callJson("send_message", "{'receiverId':2,'content':'one','clientMessageId':'x'}"));

    JSONObject answer =
        alice.callJson("send_message", "{'receiverId':2,'content':'two','clientMessageId':'x'}");

    assertThat(answer.toString()).contains("\"code\":\"idempotency_conflict\"");
  }

  @Test
  void givenManySends_whenSentAtOnce_thenTheyKeepTheirOrder() {
    startConversationWithBothInRoom();

    for (int i = 0; i < 200; i++) {
      alice.emit("send_message", json("{'receiverId':2,'content':'n" + i + "'}"));
    }

    for (int i = 0; i < 200; i++) {
      JSONObject message = bob.next("new_message");
      assertThat(text(message, "content")).isEqualTo("n" + i);
      assertThat(number(message, "seq")).isEqualTo(i + 2L);
    }
  }

  @Test
  void givenBothInTheRoom_whenOneTypes_thenOnlyTheOtherIsTold() {
    long conversation = startConversationWithBothInRoom();

    alice.callJson("typing", in(conversation));
    alice.callJson("stop_typing", in(conversation));

    String expected = "{\"userId\":1,\"conversationId\":" + conversation + "}";
    assertThat(same(bob.next("user_typing"), json(expected))).isTrue();
    assertThat(same(bob.next("user_stopped_typing"), json(expected))).isTrue();
    assertThat(alice.arrived("user_typing")).isEmpty();
  }

  @Test
  void givenRoom_whenOneJoinsTwiceAndLeavesTwice_thenTheOtherIsToldOnce() {
    long conversation = startConversation();

    JSONObject joined = data(bob.callJson("join_conversation", in(conversation)));
    bob.callJson("join_conversation", in(conversation));
    bob.callJson("leave_conversation", in(conversation));
    bob.callJson("leave_conversation", in(conversation));

    assertThat(same(joined, json("{'conversationId':" + conversation + ",'lastSeq':1}"))).isTrue();
    assertThat(
            same(
                alice.next("user_joined"),
                json("{'userId':2,'message':'User 2 joined the conversation'}")))
        .isTrue();
    assertThat(
            same(
                alice.next("user_left"),
                json("{'userId':2,'message':'User 2 left the conversation'}")))
        .isTrue();
    assertThat(alice.arrived("user_joined")).isEmpty();
    assertThat(alice.arrived("user_left")).isEmpty();
    assertThat(bob.arrived("user_joined")).isEmpty();
  }

  @Test
  void givenMissedMessages_whenJoinedAfterAPosition_thenTheAckBringsThem() {
    long conversation = startConversation();
    for (int i = 2; i <= 4; i++) {
      data(alice.callJson("send_message", "{'receiverId':2,'content':'m" + i + "'}"));
    }

    JSONObject joined =
        data(
            bob.callJson(
                "join_conversation", "{'conversationId':" + conversation + ",'afterSeq':2}"));

    assertThat(number(joined, "lastSeq")).isEqualTo(4);
    assertThat(joined.optBoolean("hasMore", true)).isFalse();
    assertThat(joined.optJSONArray("messages").length()).isEqualTo(2);
    assertThat(text(joined.optJSONArray("messages").optJSONObject(0), "content")).isEqualTo("m3");
  }

  @Test
  void givenUnreadMessages_whenMarked_thenTheRoomAndTheAuthorLearnItOnce() {
    long conversation = startConversation();
    alice.callJson("leave_conversation", in(conversation));

    JSONObject marked = data(bob.callJson("mark_as_read", in(conversation)));
    JSONObject told = alice.next("messages_read");

    assertThat(told.toString()).isEqualTo(marked.toString());
    assertThat(text(told, "readAt")).matches(TIME);
    told.remove("readAt");
    assertThat(same(told, json("{'conversationId':" + conversation + ",'userId':2,'upTo':1}")))
        .isTrue();
    bob.callJson("mark_as_read", in(conversation));
    assertThat(alice.arrived("messages_read")).isEmpty();
  }

  @Test
  void givenMessage_whenDeletedAndRestored_thenTheRoomIsTold() throws JSONException {
    startConversationWithBothInRoom();
    Message message =
        await(chat.sendMessage().send(aDraft().from(ALICE).to(BOB).saying("oops").build()))
            .message();

    chat.deleteMessage().delete(ALICE, message.id());
    chat.deleteMessage().restore(ALICE, message.id());

    JSONObject expected =
        json(
            "{'conversationId':"
                + message.conversation().value()
                + ",'id':"
                + message.id().value()
                + ",'seq':2}");
    JSONObject deleted = bob.next("message_deleted");
    JSONObject restored = bob.next("message_restored");
    String restoredAt = text(restored, "updatedAt");
    assertThat(text(deleted, "updatedAt")).matches(TIME);
    assertThat(restoredAt).matches(TIME).isGreaterThan(text(deleted, "updatedAt"));
    deleted.remove("updatedAt");
    restored.remove("updatedAt");
    assertThat(same(deleted, expected)).isTrue();
    assertThat(same(restored, expected)).isTrue();
    JSONObject again =
        data(bob.callJson(
                "join_conversation",
                "{'conversationId':" + message.conversation().value() + ",'afterSeq':0}"))
            .getJSONArray("messages")
            .getJSONObject(1);
    assertThat(text(again, "updatedAt")).isEqualTo(restoredAt);
  }

  @Test
  void givenMessage_whenSentAndRead_thenBothInboxesAreUpdated() {
    startConversation();

    JSONObject atAlice = alice.next("conversation_updated");
    JSONObject atBob = bob.next("conversation_updated");

    assertThat(text(atBob, "lastMessageAt")).matches(TIME);
    assertThat(text(atBob, "lastMessage")).isEqualTo("first");
    assertThat(number(atBob, "lastSeq")).isEqualTo(1);
    assertThat(number(atBob, "unreadCount")).isEqualTo(1);
    assertThat(number(atAlice, "unreadCount")).isEqualTo(0);
    bob.callJson("mark_as_read", in(number(atBob, "conversationId")));
    assertThat(number(bob.next("conversation_updated"), "unreadCount")).isEqualTo(0);
  }

  @Test
  void givenUsers_whenAskedWhoIsOnline_thenEventAndAckSaySo() {
    JSONObject answer = data(alice.callJson("check_online", "{'userIds':[2,'3',1,999]}"));

    assertThat(answer.toString()).isEqualTo("{\"onlineUsers\":[1,2]}");
    assertThat(alice.next("online_status").toString()).isEqualTo("{\"onlineUsers\":[1,2]}");
  }

  @Test
  void givenPartners_whenOneComesAndGoes_thenTheOtherIsTold() {
    startConversation();
    bob.close();
    assertThat(number(alice.next("user_offline"), "userId")).isEqualTo(2);

    chat.connect(BOB);

    JSONObject online = alice.next("user_online");
    assertThat(number(online, "userId")).isEqualTo(2);
    assertThat(text(online, "at")).matches(TIME);
  }

  @Test
  void givenStranger_whenHeTriesAnything_thenItIsRefusedAndHeHearsNothing() {
    long conversation = startConversationWithBothInRoom();
    ChatClient carol = chat.connect(CAROL);

    for (String event :
        List.of(
            "join_conversation", "leave_conversation", "typing", "stop_typing", "mark_as_read")) {
      JSONObject answer = carol.callJson(event, in(conversation));
      JSONObject unknown = carol.callJson(event, in(conversation + 1000));
      assertThat(answer.toString())
          .as(event)
          .isEqualTo(unknown.toString())
          .contains("\"code\":\"conversation_not_found\"");
    }
    JSONObject send =
        carol.callJson(
            "send_message",
            "{'receiverId':2,'content':'intruder','conversationId':" + conversation + "}");
    assertThat(send.toString()).contains("conversation_not_found");

    data(alice.callJson("send_message", "{'receiverId':2,'content':'private'}"));
    alice.callJson("typing", in(conversation));
    bob.callJson("mark_as_read", in(conversation));
    alice.fence();
    for (String event :
        List.of(
            "new_message",
            "message_notification",
            "user_typing",
            "messages_read",
            "user_joined",
            "conversation_updated")) {
      assertThat(carol.arrived(event)).as(event).isEmpty();
    }
    assertThat(alice.arrived("user_joined")).isEmpty();
  }

  @Test
  void givenBadPayloads_whenSentWithoutAck_thenErrorEventsNameThemAndTheSocketLives() {
    Map<String, Object[]> bad =
        Map.of(
            "join_conversation",
            new Object[] {},
            "typing",
            new Object[] {"text"},
            "mark_as_read",
            new Object[] {json("{'conversationId':[1]}")},
            "check_online",
            new Object[] {json("{'userIds':'1'}")},
            "send_message",
            new Object[] {json("{}")},
            "leave_conversation",
            new Object[] {JSONObject.NULL},
            "no_such_event",
            new Object[] {json("{}")});
    bad.forEach(
        (event, arguments) -> {
          alice.emit(event, arguments);
          JSONObject error = alice.next("error");
          assertThat(text(error, "event")).isEqualTo(event);
          assertThat(text(error, "code"))
              .isEqualTo(event.equals("no_such_event") ? "unknown_event" : "invalid_request");
          assertThat(text(error, "message")).isNotEmpty();
        });
    assertThat(alice.isConnected()).isTrue();
  }

  @Test
  void givenBadValues_whenSent_thenEachIsRefusedWithItsReason() {
    Map<String, String> reasons =
        Map.ofEntries(
            Map.entry("{'receiverId':2}", "Receiver ID and message content are required"),
            Map.entry("{'content':'x'}", "Receiver ID and message content are required"),
            Map.entry(
                "{'receiverId':null,'content':'x'}",
                "Receiver ID and message content are required"),
            Map.entry(
                "{'receiverId':2,'content':''}", "Receiver ID and message content are required"),
            Map.entry("{'receiverId':1,'content':'x'}", "Cannot send message to yourself"),
            Map.entry("{'receiverId':999999,'content':'x'}", "Receiver not found"),
            Map.entry("{'receiverId':-1,'content':'x'}", "receiverId must be a positive integer"),
            Map.entry("{'receiverId':1.5,'content':'x'}", "receiverId must be a positive integer"),
            Map.entry(
                "{'receiverId':9223372036854775808,'content':'x'}",
                "receiverId must be a positive integer"),
            Map.entry(
                "{'receiverId':'9223372036854775808','content':'x'}",
                "receiverId must be a positive integer"),
            Map.entry("{'receiverId':[2],'content':'x'}", "receiverId must be a positive integer"),
            Map.entry("{'receiverId':2,'content':7}", "content must be a string"),
            Map.entry("{'receiverId':2,'content':'  '}", "content must not be only white space"),
            Map.entry(
                "{'receiverId':2,'content':'a\\u0000b'}",
                "content must not contain a NUL character"),
            Map.entry(
                "{'receiverId':2,'content':'x','attachmentUrl':'javascript:alert(1)'}",
                "attachmentUrl must be an http or https URL"),
            Map.entry(
                "{'receiverId':2,'content':" + "[".repeat(100) + "]".repeat(100) + "}",
                "The payload must be an object"),
            Map.entry(
                "{'receiverId':2,'content':'x','clientMessageId':''}",
                "clientMessageId must have 1 to 64 characters, has 0"));
    reasons.forEach(
        (payload, reason) ->
            assertThat(alice.callJson("send_message", payload).toString())
                .as(payload)
                .contains("\"message\":\"" + reason + "\"", "\"ok\":false"));
    assertThat(bob.arrived("message_notification")).isEmpty();
  }

  @Test
  void givenACursor_whenSynced_thenWhatChangedIsAcknowledgedInTheShapesOfTheEvents()
      throws JSONException {
    long conversation = startConversation();
    JSONObject start = data(bob.callJson("sync", "{}"));
    JSONObject stored = data(alice.callJson("send_message", "{'receiverId':2,'content':'new'}"));
    JSONObject read = data(bob.callJson("mark_as_read", in(conversation)));

    JSONObject changes =
        data(bob.callJson("sync", "{'cursor':'" + text(start, "nextCursor") + "','limit':5}"));

    assertThat(start.getJSONArray("conversations").length()).isEqualTo(1);
    assertThat(start.getJSONArray("messages").length()).isZero();
    JSONObject told = changes.getJSONArray("messages").getJSONObject(0);
    assertThat(told.getBoolean("isRead")).isTrue();
    told.put("isRead", false);
    assertThat(same(told, stored)).as(told.toString()).isTrue();
    assertThat(same(changes.getJSONArray("reads").getJSONObject(0), read)).isTrue();
    JSONObject updated = changes.getJSONArray("conversations").getJSONObject(0);
    assertThat(number(updated, "lastSeq")).isEqualTo(2);
    assertThat(number(updated, "unreadCount")).isZero();
    assertThat(changes.getBoolean("hasMore")).isFalse();
  }

  @Test
  void givenACursorThatIsNone_whenSynced_thenTheClientHasToBeginAnew() {
    assertThat(bob.callJson("sync", "{'cursor':'x'}").toString()).contains("resync_required");
    assertThat(bob.callJson("sync", "{'cursor':7}").toString()).contains("invalid_request");
    assertThat(bob.callJson("sync", "{'limit':0}").toString()).contains("invalid_request");
  }

  @Test
  void givenMessagesWhileASocketCatchesUp_whenItJoins_thenItGetsEachOnceAndTheAnswerFirst()
      throws JSONException {
    long conversation = startConversation();
    Message second = sent("second");
    chat.history()
        .whenRead(
            () -> sent("while it reads"),
            () -> {
              sent("once it has read");
              chat.deleteMessage().delete(ALICE, second.id());
            });
    List<String> order = bob.order();

    JSONObject caughtUp =
        data(
            bob.callJson(
                "join_conversation", "{'conversationId':" + conversation + ",'afterSeq':1}"));

    JSONArray messages = caughtUp.getJSONArray("messages");
    assertThat(messages.length()).isEqualTo(2);
    assertThat(number(messages.getJSONObject(1), "seq")).isEqualTo(3);
    assertThat(bob.arrived("new_message"))
        .extracting(message -> number(message, "seq"))
        .containsExactly(4L);
    assertThat(bob.arrived("message_deleted"))
        .extracting(message -> number(message, "seq"))
        .containsExactly(2L);
    assertThat(order)
        .containsSubsequence("ack join_conversation", "new_message", "message_deleted");
    sent("afterwards");
    assertThat(number(bob.next("new_message"), "seq")).isEqualTo(4);
    assertThat(number(bob.next("new_message"), "seq")).isEqualTo(5);
  }

  @Test
  void givenASocketInTheRoom_whenItJoinsAgain_thenWhatHappensSinceIsInTheAnswerOnly()
      throws JSONException {
    long conversation = startConversation();
    chat.conversations().whenLookedUp(() -> sent("while its right is looked up"));

    JSONObject caughtUp =
        data(
            alice.callJson(
                "join_conversation", "{'conversationId':" + conversation + ",'afterSeq':1}"));

    assertThat(caughtUp.getJSONArray("messages").length()).isEqualTo(1);
    sent("afterwards");
    assertThat(number(alice.next("new_message"), "seq")).isEqualTo(1);
    assertThat(number(alice.next("new_message"), "seq")).isEqualTo(3);
  }

  @Test
  void givenAMessageThatIsStoredAndNotAnnouncedYet_whenASocketHasReadIt_thenItIsNotToldAgain() {
    long conversation = startConversation();
    Message late = chat.storeSilently(aDraft().from(ALICE).to(BOB).saying("late").build());
    data(bob.callJson("join_conversation", "{'conversationId':" + conversation + ",'afterSeq':0}"));

    chat.notifier().publish(new MessageSent(late));
    sent("next");

    assertThat(number(bob.next("new_message"), "seq")).isEqualTo(3);
    assertThat(bob.arrived("new_message")).isEmpty();
    assertThat(alice.arrived("new_message")).hasSize(3);
  }

  @Test
  void givenAMessageThatIsNotAnnouncedYet_whenASocketJoinsAndWantsNoAnswer_thenItIsTold() {
    long conversation = startConversation();
    data(bob.callJson("join_conversation", "{'conversationId':" + conversation + "}"));
    Message late = chat.storeSilently(aDraft().from(ALICE).to(BOB).saying("late").build());
    bob.emit("join_conversation", json("{'conversationId':" + conversation + ",'afterSeq':1}"));
    data(bob.callJson("check_online", "{'userIds':[" + ALICE.value() + "]}"));

    chat.notifier().publish(new MessageSent(late));

    assertThat(number(bob.next("new_message"), "seq")).isEqualTo(2);
  }

  @Test
  void givenAMessageOfAnotherNode_whenASocketThatHasItJoinsBeforeItIsTold_thenItIsNotToldAgain() {
    long conversation = startConversation();
    Message late = chat.storeSilently(aDraft().from(ALICE).to(BOB).saying("late").build());
    data(bob.callJson("join_conversation", "{'conversationId':" + conversation + ",'afterSeq':2}"));

    chat.notifier().publish(new MessageSent(late));
    sent("next");

    assertThat(number(bob.next("new_message"), "seq")).isEqualTo(3);
    assertThat(bob.arrived("new_message")).isEmpty();
  }

  @Test
  void givenAStoreThatFailsWhileASocketCatchesUp_whenItJoins_thenItIsNotInTheRoom() {
    long conversation = startConversation();
    chat.history()
        .whenRead(
            () -> sent("while it reads"),
            () -> {
              throw new StoreUnavailableException("planned");
            });

    JSONObject refused =
        bob.callJson("join_conversation", "{'conversationId':" + conversation + ",'afterSeq':0}");
    sent("second");

    assertThat(refused.toString()).contains("store_unavailable");
    assertThat(bob.arrived("new_message")).isEmpty();
    assertThat(bob.arrived("message_notification")).hasSize(2); // the first, and the last
  }

  @Test
  void givenAMessageOfAnAnswer_whenItIsAnnouncedDuringAJoinThatFails_thenItIsNotToldAgain() {
    long conversation = startConversation();
    Message late = chat.storeSilently(aDraft().from(ALICE).to(BOB).saying("late").build());
    String join = "{'conversationId':" + conversation + ",'afterSeq':0}";
    data(bob.callJson("join_conversation", join));
    chat.history()
        .whenRead(
            () -> chat.notifier().publish(new MessageSent(late)),
            () -> {
              throw new StoreUnavailableException("planned");
            });

    assertThat(bob.callJson("join_conversation", join).toString()).contains("store_unavailable");
    sent("next");

    assertThat(number(bob.next("new_message"), "seq")).isEqualTo(3);
    assertThat(bob.arrived("new_message")).isEmpty();
  }

  @Test
  void givenAStranger_whenHeCatchesUp_thenHeIsRefusedAndToldNothing() {
    long conversation = startConversation();
    ChatClient carol = chat.connect(CAROL);

    JSONObject answer =
        carol.callJson("join_conversation", "{'conversationId':" + conversation + ",'afterSeq':0}");
    sent("secret");

    assertThat(answer.toString()).contains("conversation_not_found");
    assertThat(carol.arrived("new_message")).isEmpty();
  }

  private Message sent(String text) {
    return await(chat.sendMessage().send(aDraft().from(ALICE).to(BOB).saying(text).build()))
        .message();
  }
}
