package io.parley.bootstrap;

import static io.parley.bootstrap.MarkdownTable.code;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.domain.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every code that a client may get, with the Javadoc of the code as its meaning. */
final class ErrorsReference {
  private static final String REST = "io.parley.adapter.rest.";
  private static final String CONNECTION = "io.parley.adapter.websocket.connection.";
  private static final String EVENT_DOCUMENT = "/io/parley/adapter/websocket/event/asyncapi.json";

  private static final String INTRODUCTION =
      """
      # Error codes

      A REST answer that is an error is `{"error": "a sentence", "code": "...", "requestId": "..."}`. A failed acknowledgement is `{"ok": false, "error": {"code", "message", "retryable"}}`, and without
      an acknowledgement the socket gets the event `error` `{message, code, event}`. Decide by `code`: the sentences may change.

      What to do about them: [troubleshooting](../guides/troubleshooting.md). This page is made from the code by `ReferenceTest`.

      ## Of the chat

      "Retry" means that the same request may succeed later. With `rate_limited` and `store_unavailable` REST sends `Retry-After` in seconds, and `rate_limited` on a socket has `retryAfterMillis`.

      """;
  private static final String TRANSPORT =
      """

      ## Of a REST request

      Before the chat has a say in it.

      """;
  private static final String EVENTS =
      """

      ## Of an event only

      """;
  private static final String HANDSHAKE =
      """

      ## Of a Socket.IO request

      The answer is `{"code", "message"}`, as the Node.js server gives it. A refused token is no such answer: it is `connect_error` with `Authentication error: No token provided` or
      `Authentication error: Invalid token`.

      """;
  private static final String ENDS =
      """

      ## Of a socket that ends

      As [`chat_sockets_closed_total`](../metrics.md#sockets) counts it, with underscores in `reason`. A client that is told `io server disconnect` does not come back by itself; after `transport close`, `transport error`
      and `ping timeout` it does.

      """;

  private ErrorsReference() {}

  static String text() {
    return INTRODUCTION
        + ofChat()
        + TRANSPORT
        + ofRequests()
        + EVENTS
        + ofEvents()
        + HANDSHAKE
        + ofHandshakes()
        + ENDS
        + ofEnds();
  }

  private static MarkdownTable ofChat() {
    JavadocOfConstants javadoc = JavadocOfConstants.of("chat-domain", ErrorCode.class);
    List<String> events = codesOfEvents();
    MarkdownTable table = new MarkdownTable("Code", "Status", "On sockets", "Retry", "Meaning");
    for (ErrorCode code : ErrorCode.values()) {
      table.row(
          code(code.wireName()),
          statusOf(code),
          events.contains(code.wireName()) ? "yes" : "",
          code.retryable() ? "yes" : "",
          javadoc.of(code));
    }
    return table;
  }

  private static String statusOf(ErrorCode code) {
    HiddenEnum.Constant status = HiddenEnum.call(REST + "StatusCodes", "statusOf", code);
    return status.call("getCode").toString();
  }

  private static MarkdownTable ofRequests() {
    MarkdownTable table = new MarkdownTable("Code", "Status", "Sentence");
    for (HiddenEnum.Constant error : HiddenEnum.constants(REST + "TransportError")) {
      table.row(
          code(error.call("wireName").toString()),
          error.call("status").toString(),
          error.call("text").toString());
    }
    return table;
  }

  private static MarkdownTable ofEvents() {
    List<String> known = Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList();
    MarkdownTable table = new MarkdownTable("Code", "Meaning");
    codesOfEvents().stream()
        .filter(code -> !known.contains(code))
        .forEach(code -> table.row(code(code), meaningOfEvents(code)));
    return table;
  }

  private static String meaningOfEvents(String code) {
    return switch (code) {
      case "unknown_event" -> "There is no event of this name.";
      case "internal_error" -> "A fault of the service: its log has it, with the id of the socket.";
      default -> throw new AssertionError("Say here what " + code + " means");
    };
  }

  /** As the document of the events lists them, which is held to the service by a test. */
  private static List<String> codesOfEvents() {
    JsonNode document = json(ErrorsReference.class.getResourceAsStream(EVENT_DOCUMENT));
    List<String> codes = new ArrayList<>();
    document.at("/components/schemas/ErrorCode/enum").forEach(code -> codes.add(code.asText()));
    return codes;
  }

  private static MarkdownTable ofHandshakes() {
    MarkdownTable table = new MarkdownTable("`code`", "`message`", "Status");
    for (HiddenEnum.Constant error : HiddenEnum.constants(CONNECTION + "EngineError")) {
      JsonNode answer = json(new ByteArrayInputStream((byte[]) error.call("json")));
      table.row(
          answer.path("code").asText(),
          answer.path("message").asText(),
          error.call("status").toString());
    }
    return table;
  }

  private static MarkdownTable ofEnds() {
    JavadocOfConstants javadoc = JavadocOfConstants.of("adapter-websocket", CloseReason.class);
    MarkdownTable table = new MarkdownTable("Reason", "Meaning");
    for (CloseReason reason : CloseReason.values()) {
      table.row(code(reason.text()), javadoc.of(reason));
    }
    return table;
  }

  private static JsonNode json(@Nullable InputStream content) {
    try (InputStream document = requireNonNull(content)) {
      return new ObjectMapper().readTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
