package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageRoutesTest {
  private static final String ALICE_JSON =
      """
      {"id":1,"name":"Alice","username":"alice","profile_name":"Alice the 1.",\
      "profile_photo":"https://cdn.example/alice.png"}""";
  private static final String BOB_JSON =
      """
      {"id":2,"name":"Bob","username":"bob","profile_name":"Bob the 2.","profile_photo":null}""";

  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenTwoUsers_whenSent_thenCreatedWithTheWholeMessage() {
    Reply reply =
        server.post(
            ALICE,
            "/api/chat/send",
            """
            {"receiverId":2,"content":"Hi 👋 %_<b>","attachmentUrl":"https://cdn.example/a.png",\
            "clientMessageId":"c-1","unknown":[1]}""");

    reply.assertIs(
        201,
        """
        {"success":true,"message":"Message sent successfully","data":\
        {"id":1,"sender_id":1,"receiver_id":2,"conversation_id":1,"content":"Hi 👋 %_<b>",\
        "attachment_url":"https://cdn.example/a.png","is_read":false,"read_at":null,\
        "deletedAt":null,"createdAt":"2026-01-02T03:04:05.678Z",\
        "updatedAt":"2026-01-02T03:04:05.678Z","sender":"""
            + ALICE_JSON
            + ",\"receiver\":"
            + BOB_JSON
            + ",\"seq\":1,\"client_message_id\":\"c-1\"}}");
  }

  @Test
  void givenLongestMessageWithEachCharacterEscaped_whenSent_thenItIsStored() {
    String escaped = "\\ud83d\\udc4b".repeat(10_000);

    Reply reply =
        server.post(ALICE, "/api/chat/send", "{\"receiverId\":2,\"content\":\"" + escaped + "\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body()).contains("👋".repeat(10_000));
  }

  @Test
  void givenStringOfDigitsAndNothingOptional_whenSent_thenOptionalMembersAreNull() {
    Reply reply =
        server.post(
            ALICE,
            "/api/chat/send",
            """
            {"receiverId":"2","content":"Hi","attachmentUrl":"","clientMessageId":null}""");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body())
        .contains("\"receiver_id\":2,", "\"attachment_url\":null,", "\"client_message_id\":null}");
  }

  @Test
  void givenRepeat_whenSent_thenOkWithTheFirstMessageAndNobodyIsTold() {
    String body =
        """
        {"receiverId":2,"content":"Hi","clientMessageId":"c-1"}""";
    Reply first = server.post(ALICE, "/api/chat/send", body);

    Reply repeat = server.post(ALICE, "/api/chat/send", body);

    assertThat(first.status()).isEqualTo(201);
    repeat.assertIs(200, first.body());
    assertThat(server.notifier.events(MessageSent.class)).hasSize(1);
  }

  @Test
  void givenUsedClientMessageId_whenSentWithOtherContent_thenConflict() {
    server.stored(aDraft().knownAs("c-1").saying("One").build());

    Reply reply =
        server.post(
            ALICE,
            "/api/chat/send",
            """
            {"receiverId":2,"content":"Two","clientMessageId":"c-1"}""");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body()).contains("\"code\":\"idempotency_conflict\"");
  }

  @Test
  void givenUnknownUsers_whenSent_thenRefused() {
    server
        .post(ALICE, "/api/chat/send", "{\"receiverId\":1000000,\"content\":\"Hi\"}")
        .assertIsError(400, "receiver_not_found", "Receiver not found");
    server
        .post(NOBODY, "/api/chat/send", "{\"receiverId\":2,\"content\":\"Hi\"}")
        .assertIsError(403, "sender_not_found", "Sender not found");
  }

  @Test
  void givenOwnMessage_whenDeletedAndRestored_thenConfirmedEachTimeTwice() {
    Message message = server.stored(aDraft().saying("Hi").build());
    String path = "/api/chat/messages/" + message.id().value();
    String deleted =
        """
        {"success":true,"message":"Message deleted successfully"}""";

    server.delete(ALICE, path).assertIs(200, deleted);
    server.delete(ALICE, path).assertIs(200, deleted);
    Reply restored = server.request(ALICE, "POST", path + "/restore");
    Reply restoredAgain = server.request(ALICE, "POST", path + "/restore");

    assertThat(restored.status()).isEqualTo(200);
    assertThat(restored.body())
        .startsWith(
            "{\"success\":true,\"message\":\"Message restored successfully\",\"data\":{\"id\":1,")
        .contains("\"deletedAt\":null");
    restoredAgain.assertIs(200, restored.body());
  }

  @Test
  void givenOthersMessage_whenReceiverDeletes_thenForbidden() {
    Message message = server.stored(aDraft().build());
    String path = "/api/chat/messages/" + message.id().value();

    server.delete(BOB, path).assertIsError(403, "not_the_author", "Only the author may do this");
    server
        .request(BOB, "POST", path + "/restore")
        .assertIsError(403, "not_the_author", "Only the author may do this");
  }
}
