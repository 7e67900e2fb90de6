package io.parley.adapter.rest;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends: the error of the contract, never a 500, and nothing changes. */
class BadInputTest {
  private static final String REQUIRED = "Receiver ID and message content are required";
  private static final String JSON = "The body is not well-formed JSON";
  private static final String OBJECT = "The body must be a JSON object";
  private static final String RECEIVER = "receiverId must be a positive integer";
  private static final String UP_TO = "upTo must be a whole number, not negative";
  private static final String TOO_LARGE = "The body must not be larger than 163840 bytes";
  private static final String MEDIA_TYPE =
      "The body must be application/json in UTF-8, not compressed";

  private static RestServer server;

  @BeforeAll
  static void start() {
    server = RestServer.start();
    server.stored(aDraft().from(BOB).to(ALICE).build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> sends() {
    return Stream.of(
        send("", REQUIRED),
        send("{}", REQUIRED),
        send("{\"receiverId\":2}", REQUIRED),
        send("{\"content\":\"Hi\"}", REQUIRED),
        send("{\"receiverId\":null,\"content\":\"Hi\"}", REQUIRED),
        send("{\"receiverId\":\"\",\"content\":\"Hi\"}", REQUIRED),
        send("{\"receiverId\":2,\"content\":null}", REQUIRED),
        send("{\"receiverId\":2,\"content\":\"\"}", REQUIRED),
        send("{\"receiver_id\":2,\"Content\":\"Hi\"}", REQUIRED),
        send("{\"receiverId\":2,\"content\":\"Hi\",\"content\":null}", REQUIRED),
        receiver("0"),
        receiver("-1"),
        receiver("1.5"),
        receiver("2.0"),
        receiver("1e2"),
        receiver("1e400"),
        receiver("-1e400"),
        receiver("9223372036854775808"),
        receiver("1" + "0".repeat(900)),
        receiver("true"),
        receiver("false"),
        receiver("[2]"),
        receiver("{\"id\":2}"),
        receiver("\"two\""),
        receiver("\" 2\""),
        receiver("\"+2\""),
        receiver("\"-2\""),
        receiver("\"2.0\""),
        receiver("\"0x2\""),
        receiver("\"٢\""),
        receiver("\"9223372036854775808\""),
        receiver("\"" + "1".repeat(5_000) + "\""),
        receiver("\"\\u0000\""),
        content("7", "content must be a string"),
        content("false", "content must be a string"),
        content("[\"Hi\"]", "content must be a string"),
        content("{}", "content must be a string"),
        content("\" \\t\\n\\u2003\"", "content must not be only white space"),
        content("\"a\\u0000b\"", "content must not contain a NUL character"),
        content("\"\\ud800\"", "content must be well-formed Unicode text"),
        content("\"\\udc00\\ud800\"", "content must be well-formed Unicode text"),
        content(
            "\"" + "x".repeat(10_001) + "\"", "content must have 1 to 10000 characters, has 10001"),
        content(
            "\"" + "👋".repeat(10_001) + "\"",
            "content must have 1 to 10000 characters, has 10001"),
        member("\"attachmentUrl\":7", "attachmentUrl must be a string"),
        member("\"attachmentUrl\":[]", "attachmentUrl must be a string"),
        member("\"attachmentUrl\":\"x\"", "attachmentUrl must be an http or https URL"),
        member(
            "\"attachmentUrl\":\"javascript:alert(1)\"",
            "attachmentUrl must be an http or https URL"),
        member("\"attachmentUrl\":\"ftp://h/a\"", "attachmentUrl must be an http or https URL"),
        member(
            "\"attachmentUrl\":\"https://h/" + "x".repeat(2_048) + "\"",
            "attachmentUrl must have 1 to 2048 characters, has 2058"),
        member("\"clientMessageId\":7", "clientMessageId must be a string"),
        member("\"clientMessageId\":\"\"", "clientMessageId must have 1 to 64 characters, has 0"),
        member(
            "\"clientMessageId\":\"" + "x".repeat(65) + "\"",
            "clientMessageId must have 1 to 64 characters, has 65"),
        member(
            "\"clientMessageId\":\"\\u0000\"", "clientMessageId must not contain a NUL character"),
        arguments(
            "{\"receiverId\":1,\"content\":\"Hi\"}",
            "message_to_self",
            "Cannot send message to yourself"),
        arguments(
            "{\"receiverId\":\"1\",\"content\":\"Hi\"}",
            "message_to_self",
            "Cannot send message to yourself"),
        arguments(
            "{\"receiverId\":9223372036854775807,\"content\":\"Hi\"}",
            "receiver_not_found",
            "Receiver not found"),
        send("[]", OBJECT),
        send("[{\"receiverId\":2,\"content\":\"Hi\"}]", OBJECT),
        send("\"Hi\"", OBJECT),
        send("7", OBJECT),
        send("true", OBJECT),
        send("null", OBJECT),
        malformed(" "),
        malformed("{"),
        malformed("{\"receiverId\":2,\"content\":\"Hi\"} x"),
        malformed("{\"receiverId\":2,\"content\":\"Hi\"}{}"),
        malformed("{\"receiverId\":2,\"content\":\"Hi\",}"),
        malformed("{'receiverId':2,'content':'Hi'}"),
        malformed("{receiverId:2,content:\"Hi\"}"),
        malformed("{\"receiverId\":02,\"content\":\"Hi\"}"),
        malformed("{\"receiverId\":NaN,\"content\":\"Hi\"}"),
        malformed("{\"receiverId\":2,\"content\":\"a\nb\"}"),
        malformed("{\"receiverId\":2,\"content\":\"\\ud8\"}"),
        malformed("{\"receiverId\":2,\"content\":\"Hi\"}\u0000"),
        malformed("{\"receiverId\":" + "1".repeat(2_000) + ",\"content\":\"Hi\"}"),
        malformed("<message/>"),
        malformed("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"),
        malformed("[".repeat(100_000)),
        malformed("{\"a\":".repeat(17_000)));
  }

  private static Arguments send(String body, String error) {
    return arguments(body, "invalid_request", error);
  }

  private static Arguments receiver(String value) {
    return send("{\"receiverId\":" + value + ",\"content\":\"Hi\"}", RECEIVER);
  }

  private static Arguments content(String value, String error) {
    return send("{\"receiverId\":2,\"content\":" + value + "}", error);
  }

  private static Arguments member(String member, String error) {
    return send("{\"receiverId\":2,\"content\":\"Hi\"," + member + "}", error);
  }

  private static Arguments malformed(String body) {
    return arguments(body, "malformed_json", JSON);
  }

  @ParameterizedTest
  @MethodSource("sends")
  void givenUnfitBody_whenSent_thenRefused(String body, String code, String error) {
    server.post(ALICE, "/api/chat/send", body).assertIsError(400, code, error);

    assertNothingChanged();
  }

  static Stream<Arguments> positions() {
    return Stream.of(
        arguments("{\"upTo\":-1}", "invalid_request", UP_TO),
        arguments("{\"upTo\":1.5}", "invalid_request", UP_TO),
        arguments("{\"upTo\":1e400}", "invalid_request", UP_TO),
        arguments("{\"upTo\":9223372036854775808}", "invalid_request", UP_TO),
        arguments("{\"upTo\":\"\"}", "invalid_request", UP_TO),
        arguments("{\"upTo\":\"-1\"}", "invalid_request", UP_TO),
        arguments("{\"upTo\":[1]}", "invalid_request", UP_TO),
        arguments("{\"upTo\":true}", "invalid_request", UP_TO),
        arguments("[]", "invalid_request", OBJECT),
        arguments("null", "invalid_request", OBJECT),
        arguments("{", "malformed_json", JSON));
  }

  @ParameterizedTest
  @MethodSource("positions")
  void givenUnfitPosition_whenMarkedAsRead_thenRefused(String body, String code, String error) {
    server.put(ALICE, "/api/chat/conversations/1/read", body).assertIsError(400, code, error);

    assertNothingChanged();
  }

  static Stream<Arguments> bytes() throws IOException {
    byte[] good = utf8("{\"receiverId\":2,\"content\":\"Hi\"}");
    return Stream.of(
        arguments("latin 1", latin1("{\"receiverId\":2,\"content\":\"é\"}"), null, 400, JSON),
        arguments(
            "cut UTF-8",
            latin1("{\"receiverId\":2,\"content\":\"\u00e2\u0082\"}"),
            null,
            400,
            JSON),
        arguments(
            "overlong NUL",
            latin1("{\"receiverId\":2,\"content\":\"\u00c0\u0080\"}"),
            null,
            400,
            JSON),
        arguments(
            "encoded surrogate",
            latin1("{\"receiverId\":2,\"content\":\"\u00ed\u00a0\u0080\"}"),
            null,
            400,
            JSON),
        arguments(
            "UTF-16",
            new String(good, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16),
            null,
            400,
            JSON),
        arguments("gzip, undeclared", gzip(good), null, 400, JSON),
        arguments("gzip, declared", gzip(good), "gzip", 415, MEDIA_TYPE),
        arguments("bomb", gzip(new byte[50_000_000]), "gzip", 415, MEDIA_TYPE),
        arguments("unknown encoding", good, "br, x", 415, MEDIA_TYPE),
        arguments("one too many", padded(RequestBody.MAX_BYTES + 1), null, 413, TOO_LARGE),
        arguments("10 MB", padded(10_000_000), null, 413, TOO_LARGE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bytes")
  void givenUnfitBytes_whenSentWithAndWithoutLength_thenRefused(
      String what, byte[] body, String encoding, int status, String error) {
    for (HttpRequest.BodyPublisher publisher :
        new HttpRequest.BodyPublisher[] {
          BodyPublishers.ofByteArray(body), RestServer.chunked(body)
        }) {
      HttpRequest.Builder request = RestServer.json(server.as(ALICE, "/api/chat/send"));
      if (encoding != null) {
        request.header("Content-Encoding", encoding);
      }

      Reply reply = server.exchange(request.POST(publisher));

      assertThat(reply.status()).as(what).isEqualTo(status);
      assertThat(reply.body()).startsWith("{\"error\":\"" + error + "\",\"code\":\"");
      reply.assertIsJson();
    }
    assertNothingChanged();
  }

  @ParameterizedTest
  @MethodSource("contentTypes")
  void givenUnfitContentType_whenSent_thenUnsupported(String contentType) {
    HttpRequest.Builder request = server.as(ALICE, "/api/chat/send");
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }

    server
        .exchange(request.POST(BodyPublishers.ofString("{\"receiverId\":2,\"content\":\"Hi\"}")))
        .assertIsError(415, "unsupported_media_type", MEDIA_TYPE);

    assertNothingChanged();
  }

  static Stream<String> contentTypes() {
    return Stream.of(
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "application/json; charset=",
        "charset",
        ";;;");
  }

  @ParameterizedTest
  @MethodSource("fitContentTypes")
  void givenJsonDeclaredInAnyWay_whenSent_thenItIsRead(String contentType) {
    HttpRequest.Builder request =
        server.as(ALICE, "/api/chat/send").header("Content-Type", contentType);

    Reply reply = server.exchange(request.POST(BodyPublishers.ofString("{}")));

    reply.assertIsError(400, "invalid_request", REQUIRED);
  }

  static Stream<String> fitContentTypes() {
    return Stream.of(
        "application/json",
        "APPLICATION/JSON; CHARSET=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/json ; charset = utf8 ; x=y",
        "application/json; profile=x",
        "application/json; charset");
  }

  @Test
  void givenBodyOfExactlyTheLimit_whenSent_thenItIsRead() {
    Reply reply =
        server.exchange(
            RestServer.json(server.as(ALICE, "/api/chat/send"))
                .POST(RestServer.chunked(padded(RequestBody.MAX_BYTES))));

    reply.assertIsError(400, "invalid_request", REQUIRED);
  }

  private static void assertNothingChanged() {
    assertThat(server.get(ALICE, "/api/chat/conversations").body())
        .contains("\"total\":1,")
        .contains("\"unread_count\":1,\"last_seq\":1");
    assertThat(server.notifier.events()).isEmpty();
  }

  /** A JSON object of so many bytes. */
  private static byte[] padded(int size) {
    String frame = "{\"x\":\"\"}";
    return utf8("{\"x\":\"" + "x".repeat(size - frame.length()) + "\"}");
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body);
    }
    return compressed.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
