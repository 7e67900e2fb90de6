package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationRoutesTest {
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenNothing_whenListed_thenZeroPages() {
    server
        .get(ALICE, "/api/chat/conversations")
        .assertIs(
            200,
            """
            {"success":true,"data":{"conversations":[],"total":0,"page":1,"totalPages":0}}""");
  }

  @Test
  void givenConversation_whenListed_thenAllMembersAreThere() {
    server.stored(aDraft().from(BOB).to(ALICE).saying("One").build());
    server.stored(aDraft().from(BOB).to(ALICE).saying("Two").build());

    server
        .get(ALICE, "/api/chat/conversations")
        .assertIs(
            200,
            """
            {"success":true,"data":{"conversations":[{"id":1,"participant_1_id":1,\
            "participant_2_id":2,"last_message":"Two",\
            "last_message_at":"2026-01-02T03:04:05.678Z","deletedAt":null,\
            "createdAt":"2026-01-02T03:04:05.678Z","updatedAt":"2026-01-02T03:04:05.678Z",\
            "participant1":{"id":1,"name":"Alice","username":"alice",\
            "profile_name":"Alice the 1.","profile_photo":"https://cdn.example/alice.png"},\
            "participant2":{"id":2,"name":"Bob","username":"bob","profile_name":"Bob the 2.",\
            "profile_photo":null},"unread_count":2,"last_seq":2}],\
            "total":1,"page":1,"totalPages":1}}""");
  }

  @Test
  void givenMessageWithAFlagOfTheHost_whenRead_thenAllMembersAreThereAndNoFlag() {
    server.stored(aDraft().from(BOB).to(ALICE).saying("One").flagged("spam.suspected").build());
    server.put(ALICE, "/api/chat/conversations/1/read", "{}");

    server
        .get(BOB, "/api/chat/conversations/1/messages")
        .assertIs(
            200,
            """
            {"success":true,"data":{"messages":[{"id":1,"sender_id":2,"receiver_id":1,\
            "conversation_id":1,"content":"One","attachment_url":null,"is_read":true,\
            "read_at":"2026-01-02T03:04:05.678Z","deletedAt":null,\
            "createdAt":"2026-01-02T03:04:05.678Z","updatedAt":"2026-01-02T03:04:05.678Z",\
            "sender":{"id":2,"name":"Bob","username":"bob","profile_name":"Bob the 2.",\
            "profile_photo":null},"receiver":{"id":1,"name":"Alice","username":"alice",\
            "profile_name":"Alice the 1.","profile_photo":"https://cdn.example/alice.png"},\
            "seq":1,"client_message_id":null}],"total":1,"page":1,"totalPages":1}}""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                 | m1 m2 m3 m4 m5 | 5 | 1 | 1",
        "page=2&limit=2   | m3 m4          | 5 | 2 | 3",
        "page=3&limit=2   | m5             | 5 | 3 | 3",
        "page=9&limit=2   |                | 5 | 9 | 3",
        "after=3          | m4 m5          | 5 | 1 | 1",
        "after=0&limit=2  | m1 m2          | 5 | 1 | 3",
        "after=5          |                | 5 | 1 | 1",
        "after=9223372036854775807 |       | 5 | 1 | 1",
        "before=3         | m1 m2          | 5 | 1 | 1",
        "before=5&limit=2 | m3 m4          | 5 | 1 | 3",
        "before=0         |                | 5 | 1 | 1",
        "before=5&page=2&limit=2 | m3 m4   | 5 | 1 | 3",
      })
  void givenFiveMessages_whenPartIsAsked_thenOldestFirst(
      String query, String contents, long total, long page, long totalPages) {
    for (int i = 1; i <= 5; i++) {
      server.stored(aDraft().saying("m" + i).build());
    }

    Reply reply =
        server.get(ALICE, "/api/chat/conversations/1/messages?" + (query == null ? "" : query));

    assertThat(contents(reply))
        .isEqualTo(contents == null ? List.of() : List.of(contents.split(" ")));
    assertThat(reply.body())
        .endsWith(
            "],\"total\":%d,\"page\":%d,\"totalPages\":%d}}".formatted(total, page, totalPages));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0&limit=0",
        "page=-1&limit=-1",
        "page=abc&limit=abc",
        "page=&limit=",
        "page=1.5&limit=1e3",
        "page=%EF%BC%95&limit=%EF%BC%95",
        "page=%ZZ&limit=%",
        "page=%FF&limit=%C3",
        "page=NaN&limit=Infinity",
        "page[]=2&limit[a]=2",
        "page=1&page=2&limit=x&limit=1",
        "=&&=&a=b",
      })
  void givenUnfitPageOrLimit_whenAsked_thenDefaults(String query) {
    for (int i = 1; i <= 51; i++) {
      server.stored(aDraft().saying("m" + i).build());
    }

    Reply reply = raw("/api/chat/conversations/1/messages?" + query);

    assertThat(contents(reply)).hasSize(50);
    assertThat(reply.body()).endsWith("],\"total\":51,\"page\":1,\"totalPages\":2}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "1000", "9223372036854775808", "99999999999999999999999999999"})
  void givenLargeLimit_whenAsked_thenAHundred(String limit) {
    for (int i = 1; i <= 101; i++) {
      server.stored(aDraft().saying("m" + i).build());
    }

    Reply reply = server.get(ALICE, "/api/chat/conversations/1/messages?limit=" + limit);

    assertThat(contents(reply)).hasSize(100);
    assertThat(reply.body()).endsWith("],\"total\":101,\"page\":1,\"totalPages\":2}}");
  }

  @Test
  void givenHugePage_whenAsked_thenEmptyAndNoError() {
    server.stored(aDraft().build());

    Reply reply =
        server.get(ALICE, "/api/chat/conversations?page=99999999999999999999999999&limit=100");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("\"conversations\":[],\"total\":1,");
  }

  @Test
  void givenUnfitPositions_whenAsked_thenRefused() {
    server.stored(aDraft().build());

    for (String value :
        List.of("", "-1", "1.5", "1e3", "x", "%EF%BC%95", "9223372036854775808", "+1")) {
      for (String name : List.of("before", "after")) {
        server
            .get(ALICE, "/api/chat/conversations/1/messages?" + name + "=" + value)
            .assertIsError(400, "invalid_request", name + " must be a whole number, not negative");
      }
    }
    server
        .get(ALICE, "/api/chat/conversations/1/messages?before=1&after=1")
        .assertIsError(400, "invalid_request", "before and after must not be given together");
  }

  @Test
  void givenDeletedMessage_whenListed_thenItIsNowhere() {
    server.stored(aDraft().saying("One").build());
    server.stored(aDraft().saying("Two").build());
    server.delete(ALICE, "/api/chat/messages/2");

    assertThat(contents(server.get(BOB, "/api/chat/conversations/1/messages")))
        .containsExactly("One");
    assertThat(server.get(BOB, "/api/chat/conversations").body())
        .contains("\"last_message\":\"One\"", "\"unread_count\":1", "\"last_seq\":2");
  }

  @Test
  void givenSeveralConversations_whenPaged_thenTotalsCountThemAll() {
    server.stored(aDraft().from(ALICE).to(BOB).build());
    server.stored(aDraft().from(ALICE).to(CAROL).build());

    Reply reply = server.get(ALICE, "/api/chat/conversations?limit=1&page=2");

    assertThat(reply.body()).endsWith("],\"total\":2,\"page\":2,\"totalPages\":2}}");
  }

  /** The client that the other tests use refuses to send broken escapes. */
  private Reply raw(String path) {
    return RawHttp.exchange(
        server.port(),
        "GET "
            + path
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + FakeTokens.of(ALICE)
            + "\r\nConnection: close\r\n\r\n");
  }

  private static List<String> contents(Reply reply) {
    return CONTENT.matcher(reply.body()).results().map(result -> result.group(1)).toList();
  }
}
