package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bootstrap.http.Endpoint;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Holds the OpenAPI document against a running service: every example is sent, every code that it
 * names is provoked, and what is answered is what it says, member by member.
 */
@Timeout(300)
class RestDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What needs a database that hangs, a service that stops, bytes that are no HTTP, or rules of a
   * host.
   */
  private static final Set<String> NOT_PROVOKED =
      Set.of("store_unavailable", "not_ready", "malformed_request", "message_refused");

  /** So little of everything that the second call comes too soon. */
  private static final Map<String, String> LITTLE =
      Map.of(
          "CHAT_LIMIT_SENDS", "1:1",
          "CHAT_LIMIT_SEARCHES", "1:1",
          "CHAT_LIMIT_CONTACTS", "1:1",
          "CHAT_LIMIT_OTHER", "1:1",
          "CHAT_CONTACT_REQUESTS", "true");

  private static TestServer server;

  /** On the same database, with contact requests: what has to be asked for there. */
  private static TestServer contacts;

  private static TestServer limited;
  private static ApiDocument document;
  private static List<RestOperation> operations;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
    limited = TestServer.start(server.database(), LITTLE);
    contacts = TestServer.start(server.database(), Map.of("CHAT_CONTACT_REQUESTS", "true"));
    document = ApiDocument.openApi(contacts);
    operations = RestOperation.of(document);
  }

  @AfterAll
  static void stop() {
    contacts.close();
    limited.close();
    server.close();
  }

  @Test
  void givenEveryEndpoint_whenLookedUp_thenItIsDocumentedAndNothingElseIs() {
    Set<Endpoint> offered = contacts.offer().endpoints();
    Set<Endpoint> withoutHeads =
        offered.stream()
            .filter(
                endpoint ->
                    !endpoint.method().equals("HEAD")
                        || !offered.contains(new Endpoint("GET", endpoint.path())))
            .collect(Collectors.toSet());

    assertThat(operations.stream().map(RestOperation::endpoint))
        .containsExactlyInAnyOrderElementsOf(withoutHeads);
  }

  @Test
  void givenTablesOfRights_whenLookedUp_thenEveryAnswerThatTheyNameIsDocumented() {
    assertThat(RightsTable.read().endpoints())
        .isNotEmpty()
        .allSatisfy(
            row -> {
              RestOperation operation =
                  operations.stream()
                      .filter(known -> known.endpoint().equals(row.endpoint()))
                      .findFirst()
                      .orElseThrow();
              for (Caller caller : row.answers().keySet()) {
                String[] answer = row.answer(caller).split(" ", 2);
                int status = Integer.parseInt(answer[0]);
                assertThat(operation.statuses()).contains(status);
                assertThat(answer.length == 1 || operation.codes(status).contains(answer[1]))
                    .as("%s documents %s", row, row.answer(caller))
                    .isTrue();
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> givenEveryExample_whenSent_thenTheAnswerIsAsDocumented() {
    return operations.stream()
        .filter(
            operation -> !TestServer.isSpread() || !operation.endpoint().path().equals("/metrics"))
        .flatMap(
            operation ->
                IntStream.range(0, examples(operation, new TwoUsers(server, contacts)).size())
                    .mapToObj(number -> example(operation, number)));
  }

  /** Each of users of its own: one may be in the way of the next. */
  private static DynamicTest example(RestOperation operation, int number) {
    RestCall call = examples(operation, new TwoUsers(server, contacts)).get(number);
    return DynamicTest.dynamicTest(
        operation + " " + call.query() + call.body(),
        () -> {
          HttpResponse<String> answer = call.to(serverOf(operation).address());
          assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
          assertDocumented(operation, answer);
        });
  }

  @TestFactory
  Stream<DynamicTest> givenEveryCode_whenProvoked_thenTheAnswerIsAsDocumented() {
    return operations.stream()
        .flatMap(
            operation ->
                operation
                    .statuses()
                    .filter(status -> status >= 400)
                    .flatMap(
                        status ->
                            operation.codes(status).stream()
                                .filter(code -> !NOT_PROVOKED.contains(code))
                                .map(
                                    code ->
                                        DynamicTest.dynamicTest(
                                            operation + " " + status + " " + code,
                                            () -> assertRefused(operation, status, code)))));
  }

  private static void assertRefused(RestOperation operation, int status, String code)
      throws Exception {
    HttpResponse<String> answer = provoke(operation, code, new TwoUsers(server, contacts));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
    assertDocumented(operation, answer);
  }

  private static HttpResponse<String> provoke(
      RestOperation operation, String code, TwoUsers users) {
    RestCall call = examples(operation, users).get(0);
    if (code.equals("rate_limited")) {
      return callTooOften(call);
    }
    RestCall spoilt =
        switch (code) {
          case "no_token" -> call.withoutToken();
          case "invalid_token" -> call.withToken("made.up.token");
          case "not_your_request" -> call.withToken(server.token(users.stranger()));
          case "request_not_found" -> call.withToken(server.token(users.second()));
          case "request_answered", "request_pending" -> {
            HttpResponse<String> first = call.to(contacts.address());
            assertThat(first.statusCode()).as(first.body()).isBetween(200, 299);
            yield call;
          }
          case "already_in_contact" -> call.withBody(request(users.second()));
          case "chat_not_allowed" -> {
            if (operation.id().equals("sendMessage")) {
              yield call.withBody(message(users.stranger(), "Hi", "1"));
            }
            contacts.rest(users.first()).put("/api/chat/blocks/" + users.second());
            yield call.withBody(request(users.second()));
          }
          case "user_not_found" -> call.withPath("/api/chat/blocks/" + users.nobody());
          case "sender_not_found" -> call.withToken(server.token(users.nobody()));
          case "not_the_author" -> call.withToken(server.token(users.second()));
          case "conversation_not_found", "message_not_found" ->
              call.withToken(server.token(users.stranger()));
          case "foreign_origin" ->
              call.withoutToken()
                  .withHeader("Cookie", "session=" + server.token(users.first()))
                  .withHeader("Origin", "https://evil.example");
          case "invalid_request" -> unfit(operation, call);
          case "malformed_json" -> call.withBody("{");
          case "body_too_large" -> call.withBody(" ".repeat(163_841));
          case "unsupported_media_type" ->
              call.withBody("{}").withHeader("Content-Type", "text/plain");
          case "resync_required" -> call.withQuery("cursor=made-up");
          case "message_to_self" -> call.withBody(message(users.first(), "Hi", "1"));
          case "receiver_not_found" -> call.withBody(message(users.nobody(), "Hi", "1"));
          case "idempotency_conflict" -> {
            HttpResponse<String> first =
                call.withBody(message(users.second(), "Hi", "1")).to(server.address());
            assertThat(first.statusCode()).isEqualTo(201);
            yield call.withBody(message(users.second(), "Hello", "1"));
          }
          default -> throw new AssertionError("Nobody knows how to provoke " + code);
        };
    boolean needsContacts = code.equals("chat_not_allowed");
    return spoilt.to((needsContacts ? contacts : serverOf(operation)).address());
  }

  private static String request(long receiver) {
    return "{\"receiverId\": %d}".formatted(receiver);
  }

  private static TestServer serverOf(RestOperation operation) {
    return operation.isAboutContacts() ? contacts : server;
  }

  private static String message(long receiver, String content, String clientMessageId) {
    return JSON.createObjectNode()
        .put("receiverId", receiver)
        .put("content", content)
        .put("clientMessageId", clientMessageId)
        .toString();
  }

  /** What every operation that documents {@code invalid_request} refuses. */
  private static RestCall unfit(RestOperation operation, RestCall call) {
    return switch (operation.id()) {
      case "listMessages" -> call.withQuery("before=3&after=1");
      case "searchConversation", "searchMessages" -> call.withQuery("q=%20");
      case "sync" -> call.withQuery("cursor=%FF");
      case "findUsers" -> call.withQuery("ids=x");
      case "markRead" -> call.withBody("{\"upTo\":-1}");
      case "sendMessage" -> call.withBody("{\"content\":\"Hi\"}");
      case "setLogLevel" -> call.withBody("{\"logger\":\"org.eclipse\",\"level\":\"info\"}");
      case "sendContactRequest" -> call.withBody("{\"message\":\"Hi\"}");
      case "blockUser", "unblockUser" -> call.withPath("/api/chat/blocks/0");
      case "disconnectUser" -> call.withBody("{\"notBefore\":\"2100-01-01T00:00:00Z\"}");
      default -> throw new AssertionError("Nobody knows what " + operation + " refuses");
    };
  }

  private static HttpResponse<String> callTooOften(RestCall call) {
    HttpResponse<String> answer = call.to(limited.address());
    for (int i = 0; i < 50 && answer.statusCode() != 429; i++) {
      answer = call.to(limited.address());
    }
    return answer;
  }

  @Test
  void givenRepeat_whenSent_thenTheAnswerIsAsDocumented() {
    RestOperation operation = operation("sendMessage");
    TwoUsers users = new TwoUsers(server);
    RestCall call =
        examples(operation, users).get(0).withBody(message(users.second(), "Hi", "again"));

    assertThat(call.to(server.address()).statusCode()).isEqualTo(201);
    HttpResponse<String> repeated = call.to(server.address());

    assertThat(repeated.statusCode()).isEqualTo(200);
    assertDocumented(operation, repeated);
  }

  @Test
  @OfOneProcess
  void givenWhatIsNoCallOfTheApi_whenSent_thenTheAnswerIsThatOfAnyPath() {
    RestOperation operation = operation("getRoot");
    RestCall call = examples(operation, new TwoUsers(server)).get(0);
    Map<String, RestCall> calls =
        Map.of(
            "not_found", new RestCall("GET", "/nothing", "", "", Map.of()),
            "method_not_allowed", new RestCall("DELETE", "/api/chat/send", "", "", Map.of()),
            "malformed_request", new RestCall("GET", "/%00", "", "", Map.of()),
            "uri_too_long", call.withQuery("q=" + "x".repeat(20_000)),
            "headers_too_large", call.withHeader("X-Large", "x".repeat(20_000)));

    calls.forEach(
        (code, spoilt) -> {
          HttpResponse<String> answer = spoilt.to(server.address());
          assertThat(answer.body()).contains("\"" + code + "\"");
          assertDocumented(operation, answer);
        });
  }

  @Test
  void givenServiceWithoutAdministration_whenItIsAsked_thenItsDocumentIsWithoutItToo()
      throws Exception {
    try (TestServer other = TestServer.start(server.database(), Map.of("CHAT_ADMIN_TOKEN", ""))) {
      RestClient.Answer answer = other.rest(1).get("/openapi.json");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("/api/admin/users", "CHAT_ADMIN_TOKEN");
      assertThat(RestOperation.of(ApiDocument.openApi(other)).stream().map(RestOperation::endpoint))
          .isSubsetOf(other.offer().endpoints());
    }
  }

  private static RestOperation operation(String id) {
    return operations.stream().filter(known -> known.id().equals(id)).findFirst().orElseThrow();
  }

  /** Each example of a body, or each optional parameter once; ids are those of the users. */
  private static List<RestCall> examples(RestOperation operation, TwoUsers users) {
    RestCall bare =
        new RestCall(
            operation.endpoint().method(),
            operation.endpoint().path().replace("{id}", Long.toString(idIn(operation, users))),
            "",
            "",
            Map.of());
    RestCall call = operation.needsNoToken() ? bare : bare.withToken(token(operation, users));
    if (operation.takesBody()) {
      return operation.bodies().stream()
          .map(
              body ->
                  call.withBody(ofUsers(operation, body, users).toString())
                      .withHeader("Content-Type", "application/json"))
          .toList();
    }
    List<JsonNode> queries =
        operation.parameters().stream()
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .toList();
    List<String> required =
        queries.stream()
            .filter(parameter -> parameter.path("required").asBoolean())
            .map(parameter -> query(parameter, users))
            .toList();
    List<RestCall> calls = new ArrayList<>();
    calls.add(call.withQuery(String.join("&", required)));
    queries.stream()
        .filter(parameter -> !parameter.path("required").asBoolean())
        .map(parameter -> Stream.concat(required.stream(), Stream.of(query(parameter, users))))
        .map(query -> call.withQuery(query.collect(Collectors.joining("&"))))
        .forEach(calls::add);
    return calls;
  }

  private static long idIn(RestOperation operation, TwoUsers users) {
    String path = operation.endpoint().path();
    if (path.contains("/request/{id}")) {
      return operation.id().equals("cancelContactRequest")
          ? users.requestToStranger()
          : users.requestOfStranger();
    }
    if (path.contains("/blocks/{id}")) {
      return users.second();
    }
    if (path.contains("/conversations/{id}")) {
      return users.conversation();
    }
    return path.contains("/messages/{id}") ? users.message() : users.first();
  }

  private static String token(RestOperation operation, TwoUsers users) {
    return operation.isForTheHost() ? TestServer.ADMIN_TOKEN : server.token(users.first());
  }

  private static String query(JsonNode parameter, TwoUsers users) {
    String name = parameter.path("name").asText();
    String value = name.equals("cursor") ? users.cursor() : parameter.path("example").asText();
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static JsonNode ofUsers(RestOperation operation, JsonNode body, TwoUsers users) {
    long receiver = operation.isAboutContacts() ? users.stranger() : users.second();
    ObjectNode copy = body.deepCopy();
    if (body.path("receiverId").isTextual()) {
      copy.put("receiverId", Long.toString(receiver));
    } else if (body.has("receiverId")) {
      copy.put("receiverId", receiver);
    }
    return copy;
  }

  private static void assertDocumented(RestOperation operation, HttpResponse<String> answer) {
    JsonNode response = operation.response(answer.statusCode());
    assertThat(response.isObject()).as("%s %s", operation, answer.statusCode()).isTrue();
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode content = response.path("content").path(type);
    assertThat(content.isObject()).as("%s documents %s", operation, type).isTrue();
    JsonNode body = read(type, answer.body());
    assertThat(document.differences(content.path("schema"), body)).as(answer.body()).isEmpty();
    if (body.has("code")) {
      assertThat(operation.codes(answer.statusCode())).contains(body.path("code").asText());
    }
    assertThat(ApiDocument.names(response.path("headers")).toList())
        .allSatisfy(name -> assertThat(answer.headers().firstValue(name)).as(name).isPresent());
    assertThat(response.path("headers").has("Retry-After"))
        .isEqualTo(answer.headers().firstValue("Retry-After").isPresent());
  }

  private static JsonNode read(String type, String body) {
    try {
      return type.equals("application/json")
          ? JSON.readTree(body)
          : JSON.getNodeFactory().textNode(body);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}
