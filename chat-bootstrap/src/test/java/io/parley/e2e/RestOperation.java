package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bootstrap.http.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An operation of the OpenAPI document. */
record RestOperation(ApiDocument document, Endpoint endpoint, JsonNode described) {
  static List<RestOperation> of(ApiDocument document) {
    JsonNode paths = document.root().path("paths");
    return ApiDocument.names(paths)
        .flatMap(
            path ->
                ApiDocument.names(paths.path(path))
                    .map(
                        method ->
                            new RestOperation(
                                document,
                                new Endpoint(method.toUpperCase(Locale.ROOT), path),
                                paths.path(path).path(method))))
        .toList();
  }

  String id() {
    return described.path("operationId").asText();
  }

  boolean needsNoToken() {
    return described.has("security") && described.path("security").isEmpty();
  }

  boolean isAboutContacts() {
    return described.at("/tags/0").asText().equals("Contacts");
  }

  boolean isForTheHost() {
    return described.at("/security/0").has("host");
  }

  List<JsonNode> parameters() {
    return ApiDocument.elements(described.path("parameters")).map(document::resolved).toList();
  }

  JsonNode requestSchema() {
    return document.resolved(described.at("/requestBody/content/application~1json/schema"));
  }

  /** The bodies of the examples. */
  List<JsonNode> bodies() {
    JsonNode examples = described.at("/requestBody/content/application~1json/examples");
    return ApiDocument.names(examples).map(name -> examples.path(name).path("value")).toList();
  }

  boolean takesBody() {
    return described.has("requestBody");
  }

  /** The statuses that it names, without the one for all others. */
  Stream<Integer> statuses() {
    return ApiDocument.names(described.path("responses"))
        .filter(status -> !status.equals("default"))
        .map(Integer::valueOf);
  }

  /** What the document says of a status. */
  JsonNode response(int status) {
    JsonNode responses = described.path("responses");
    String name = Integer.toString(status);
    return document.resolved(responses.path(responses.has(name) ? name : "default"));
  }

  /** The codes of an answer of that status; each has an example. */
  List<String> codes(int status) {
    return examples(response(status)).map(value -> value.path("code").asText()).toList();
  }

  /** The examples of an answer's body. */
  Stream<JsonNode> examples(JsonNode response) {
    JsonNode content = response.at("/content/application~1json");
    List<JsonNode> values = new ArrayList<>();
    if (content.has("example")) {
      values.add(content.path("example"));
    }
    JsonNode examples = content.path("examples");
    ApiDocument.names(examples)
        .map(name -> document.resolved(examples.path(name)).path("value"))
        .forEach(values::add);
    return values.stream();
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
