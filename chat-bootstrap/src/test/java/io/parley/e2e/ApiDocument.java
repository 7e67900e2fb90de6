package io.parley.e2e;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One of the two documents, as a running service hands it out. */
final class ApiDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SCHEMAS = "/components/schemas";

  private final JsonNode root;

  private ApiDocument(JsonNode root) {
    this.root = root;
  }

  static ApiDocument openApi(TestService service) {
    return read(service, "/openapi.json");
  }

  static ApiDocument asyncApi(TestService service) {
    return read(service, "/asyncapi.json");
  }

  private static ApiDocument read(TestService service, String path) {
    RestClient.Answer answer = service.rest(1).get(path);
    if (answer.status() != 200) {
      throw new AssertionError(answer.body());
    }
    return new ApiDocument(answer.json());
  }

  JsonNode root() {
    return root;
  }

  /** A part of the document, references followed; missing if it is not there. */
  JsonNode at(String pointer) {
    return resolved(root.at(pointer));
  }

  JsonNode resolved(JsonNode node) {
    JsonNode found = node;
    while (found.path("$ref").isTextual()) {
      found = root.at(found.path("$ref").textValue().substring(1));
    }
    return found;
  }

  /**
   * In what a value differs from a schema of the document. Members that the schema does not have
   * are differences, wherever they are, unless it says that there may be more.
   */
  List<String> differences(JsonNode schema, JsonNode value) {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.putArray("allOf").add(closed(schema));
    whole.set("$defs", closed(root.at(SCHEMAS)));
    return SchemaCheck.differences(whole, value);
  }

  private static JsonNode closed(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    visit(
        copy,
        "",
        (pointer, node) -> {
          if (node.path("properties").isObject() && !node.has("additionalProperties")) {
            ((ObjectNode) node).put("additionalProperties", false);
          }
          if (node.path("$ref").isTextual()) {
            String reference = node.path("$ref").textValue();
            ((ObjectNode) node).put("$ref", reference.replace("#" + SCHEMAS, "#/$defs"));
          }
        });
    return copy;
  }

  /** All references that lead nowhere. */
  List<String> brokenReferences() {
    List<String> broken = new ArrayList<>();
    visit(
        root,
        "",
        (pointer, node) -> {
          String reference = node.path("$ref").asText("#");
          if (!reference.startsWith("#") || root.at(reference.substring(1)).isMissingNode()) {
            broken.add(pointer + ": " + reference);
          }
        });
    return broken;
  }

  /** Calls a visitor with every node and where it is; a node before what is inside it. */
  static void visit(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(pointer, node);
    for (String name : names(node).toList()) {
      String escaped = name.replace("~", "~0").replace("/", "~1");
      visit(requireNonNull(node.get(name)), pointer + "/" + escaped, visitor);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        visit(node.path(i), pointer + "/" + i, visitor);
      }
    }
  }

  static Stream<String> names(JsonNode object) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(object.fieldNames(), 0), false);
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
