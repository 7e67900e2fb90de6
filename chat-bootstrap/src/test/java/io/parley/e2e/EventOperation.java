package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An operation of the AsyncAPI document, which has the name of its event. */
record EventOperation(ApiDocument document, String name, JsonNode described) {
  private static final String FAILED = "failed";

  static List<EventOperation> of(ApiDocument document) {
    JsonNode operations = document.root().path("operations");
    return ApiDocument.names(operations)
        .map(name -> new EventOperation(document, name, operations.path(name)))
        .toList();
  }

  /** Names of what clients emit ({@code receive}), or hear ({@code send}). */
  static Set<String> names(List<EventOperation> operations, String action) {
    return operations.stream()
        .filter(operation -> operation.is(action))
        .map(EventOperation::name)
        .collect(Collectors.toSet());
  }

  boolean is(String action) {
    return described.path("action").asText().equals(action);
  }

  JsonNode message() {
    return document.resolved(described.at("/messages/0"));
  }

  /** The payloads of the examples. */
  List<JsonNode> examples() {
    return ApiDocument.elements(message().path("examples"))
        .map(example -> example.path("payload"))
        .toList();
  }

  /** The codes with which it may fail. */
  List<String> codes() {
    return ApiDocument.elements(described.path("x-errors")).map(JsonNode::asText).toList();
  }

  /**
   * In what a payload differs from what is documented.
   *
   * @return empty if it does not
   */
  List<String> differences(JsonNode payload) {
    return document.differences(message().path("payload"), payload);
  }

  /**
   * In what an acknowledgement differs from each that is documented; empty if from one it does not.
   */
  List<String> differencesOfAcknowledgement(JsonNode acknowledgement) {
    boolean failure = !acknowledgement.path("ok").asBoolean();
    List<List<String>> differences =
        ApiDocument.elements(described.at("/reply/messages"))
            .map(document::resolved)
            .filter(reply -> reply.path("name").asText().equals(FAILED) == failure)
            .map(reply -> document.differences(reply.path("payload"), acknowledgement))
            .toList();
    if (differences.isEmpty()) {
      return List.of("no such acknowledgement");
    }
    return differences.stream().anyMatch(List::isEmpty)
        ? List.of()
        : differences.stream().flatMap(List::stream).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
